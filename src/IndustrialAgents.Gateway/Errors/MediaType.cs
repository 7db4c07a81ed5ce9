namespace IndustrialAgents.Gateway.Errors;

/// <summary>Compares media types.</summary>
internal static class MediaType
{
    /// <summary>Whether a Content-Type is of a media type, whatever its parameters.</summary>
    public static bool Is(string contentType, string mediaType)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).AsSpan().Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }
}
