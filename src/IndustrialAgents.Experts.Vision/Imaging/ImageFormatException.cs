namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Bytes that are not a picture this project reads: unknown, corrupt, truncated, or beyond the limits. The message says which.</summary>
/// <param name="message">What is wrong with the bytes.</param>
/// <param name="innerException">The error that showed it.</param>
public sealed class ImageFormatException(string message, Exception? innerException = null) : IndustrialAgentsException(message, innerException);
