namespace IndustrialAgents.Experts;

/// <summary>Checks hashes before they become part of a path or an address.</summary>
internal static class ContentHash
{
    private const int Length = 64;

    /// <summary>Throws unless it is a SHA-256 in lower-case hex.</summary>
    /// <exception cref="InvalidRequestException">It is not.</exception>
    public static void Require(string sha256)
    {
        if (!Is(sha256))
        {
            throw new InvalidRequestException("sha256", $"'{sha256}' is not a SHA-256; write 64 lower-case hex digits");
        }
    }

    public static bool Is(string? sha256) => sha256 is { Length: Length } && sha256.All(char.IsAsciiHexDigitLower);
}
