namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Takes a file apart into paragraphs and table rows, by the ending of its name. Thread-safe.</summary>
public static class DocumentReader
{
    /// <summary>Endings that are read.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".txt", ".log", ".md", ".markdown", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".pdf"];

    /// <summary>Whether a file of this name is of a kind that is read.</summary>
    public static bool Reads(string name) => Endings.Contains(Path.GetExtension(name).ToLowerInvariant());

    /// <summary>Reads a document.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="limits">The most that is read.</param>
    /// <exception cref="InvalidRequestException">It is of no kind that is read, damaged, or beyond a limit.</exception>
    public static ReadDocument Read(string name, byte[] bytes, ReadingLimits limits)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(limits);
        InvalidRequestException.Require(bytes.Length <= limits.MaxBytes, "document", $"'{name}' has {bytes.Length} bytes; the limit is {limits.MaxBytes}; split it");
        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (ending == ".xlsx")
        {
            return new ReadDocument(WorkbookReader.Read(name, bytes, limits), null);
        }

        if (ending == ".pdf")
        {
            return new ReadDocument(PdfReader.Read(name, bytes, limits), null);
        }

        InvalidRequestException.Require(Reads(name), "document", $"'{name}' is of no kind that is read; it must end in one of {string.Join(", ", Endings)}");
        var (text, encoding) = DocumentText.Read(name, bytes);
        return new ReadDocument(
            ending switch
            {
                ".csv" => [.. DelimitedReader.Read(name, text, Separator(text), limits)],
                ".tsv" => [.. DelimitedReader.Read(name, text, '\t', limits)],
                ".html" or ".htm" => HtmlReader.Read(name, text, limits),
                _ => [.. ProseReader.Read(text, markdown: ending is ".md" or ".markdown")],
            },
            encoding);
    }

    // Spreadsheets of countries with a decimal comma write semicolons.
    private static char Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var header = text.AsSpan(0, end < 0 ? text.Length : end);
        return header.Count(';') > header.Count(',') ? ';' : ',';
    }
}
