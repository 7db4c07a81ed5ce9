namespace IndustrialAgents.Gateway.Errors;

/// <summary>Compares media types.</summary>
internal static class MediaType
{
    /// <summary>Refuses a body that is no JSON by its Content-Type.</summary>
    /// <exception cref="UnsupportedMediaException">It is of another type.</exception>
    public static void RequireJson(string? contentType)
    {
        if (!Is(contentType ?? "", "application/json"))
        {
            throw new UnsupportedMediaException($"'{contentType}' is not read here; send application/json");
        }
    }

    /// <summary>Whether a Content-Type is of a media type, whatever its parameters.</summary>
    public static bool Is(string contentType, string mediaType)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).AsSpan().Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }
}
