namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Bytes that are not a picture this project reads: unknown, corrupt, truncated, or beyond the limits. The message says which.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Says what is wrong with the bytes.</summary>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong with the bytes, and the error that showed it.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
