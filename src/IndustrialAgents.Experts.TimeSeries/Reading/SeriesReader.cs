namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads tables of sensor values (CSV as in RFC 4180, with any separator): one row a sample, one column a channel. A header names the columns;
/// without one they are called <c>channel1</c> and so on. Thread-safe.
/// </summary>
public static class SeriesReader
{
    /// <summary>Reads a file in UTF-8 or UTF-16.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidRequestException">The file cannot be read or is no such table; the message names line and column.</exception>
    public static SeriesTable ReadFile(string path, SeriesReaderOptions? options = null)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, options, Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("series", $"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, not disposed.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidRequestException">The text is no such table; the message names line and column.</exception>
    public static SeriesTable Read(TextReader text, SeriesReaderOptions? options = null, string source = "the table")
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new SeriesReaderOptions();
        return new TableBuilder(new CsvRowReader(text, options.Separator, options.MaxRowLength, source), options, source).Build();
    }
}
