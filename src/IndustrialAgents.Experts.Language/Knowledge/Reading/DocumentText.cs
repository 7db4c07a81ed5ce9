using System.Text;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>The characters of a file and the encoding they were taken to be in. Thread-safe.</summary>
/// <param name="Text">The characters.</param>
/// <param name="Encoding">Name of the encoding, such as <c>utf-8</c> or <c>windows-1252</c>.</param>
public sealed record DocumentText(string Text, string Encoding)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads UTF-8 and UTF-16 by their byte order mark; without one, UTF-8 where every byte fits it, and Windows-1252 otherwise, in which each byte is a character.
    /// </summary>
    /// <exception cref="InvalidRequestException">The bytes hold control characters that no text has: it is no text.</exception>
    public static DocumentText Read(string name, ReadOnlySpan<byte> bytes)
    {
        var read = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new DocumentText(System.Text.Encoding.UTF8.GetString(bytes[3..]), "utf-8"),
            [0xFF, 0xFE, ..] => new DocumentText(System.Text.Encoding.Unicode.GetString(bytes[2..]), "utf-16"),
            [0xFE, 0xFF, ..] => new DocumentText(System.Text.Encoding.BigEndianUnicode.GetString(bytes[2..]), "utf-16be"),
            _ => Guess(bytes),
        };
        return read.Text.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidRequestException("document", $"'{name}' holds zero characters and is no text in UTF-8, UTF-16 with a byte order mark or Windows-1252; save it as UTF-8")
            : read;
    }

    private static DocumentText Guess(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new DocumentText(Utf8.GetString(bytes), "utf-8");
        }
        catch (DecoderFallbackException)
        {
            return new DocumentText(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes), "windows-1252");
        }
    }
}
