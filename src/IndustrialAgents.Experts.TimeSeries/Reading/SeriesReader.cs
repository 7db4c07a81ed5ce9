namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads tables of sensor values (CSV as in RFC 4180, with any separator): one row a sample, one column a channel. A header names the columns;
/// without one they are called <c>channel1</c> and so on. Rows whose times are not evenly apart are resampled, see <see cref="SeriesResampler"/>.
/// Thread-safe.
/// </summary>
public static class SeriesReader
{
    private const int BlockValues = 65_536;

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
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, not disposed.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidRequestException">The text is no such table; the message names line and column.</exception>
    public static SeriesTable Read(TextReader text, SeriesReaderOptions? options = null, string source = "the table") =>
        Open(text, options ?? new SeriesReaderOptions(), source).ReadAll();

    /// <summary>Reads a file of any length, block by block, in memory that does not grow with it.</summary>
    /// <param name="path">The file, open while the blocks are enumerated.</param>
    /// <param name="options">How to read it. Period and decimal mark are found in the first block; rows that go backward are an error.</param>
    /// <param name="rows">Samples of a block; null takes as many as make 65,536 values.</param>
    /// <returns>Blocks that follow each other without a gap, on one grid where rows are resampled. Enumerate once.</returns>
    /// <exception cref="InvalidRequestException">The file cannot be read or is no such table; thrown while the blocks are enumerated.</exception>
    public static IEnumerable<SeriesTable> ReadFileBlocks(string path, SeriesReaderOptions? options = null, int? rows = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows ?? 1);
        return Enumerate();

        IEnumerable<SeriesTable> Enumerate()
        {
            using var reader = Attempt(() => new StreamReader(path, System.Text.Encoding.UTF8, true, 1 << 16));
            using var blocks = Attempt(() => ReadBlocks(reader, options, rows, Path.GetFileName(path)).GetEnumerator());
            while (Attempt(blocks.MoveNext))
            {
                yield return blocks.Current;
            }
        }

        T Attempt<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(path, e);
            }
        }
    }

    /// <summary>Reads a text of any length, block by block.</summary>
    /// <param name="text">The text, not disposed.</param>
    /// <param name="options">How to read it, as of <see cref="ReadFileBlocks"/>.</param>
    /// <param name="rows">Samples of a block; null takes as many as make 65,536 values.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <returns>Blocks that follow each other without a gap. Enumerate once.</returns>
    /// <exception cref="InvalidRequestException">The text is no such table; thrown while the blocks are enumerated.</exception>
    public static IEnumerable<SeriesTable> ReadBlocks(TextReader text, SeriesReaderOptions? options = null, int? rows = null, string source = "the table")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows ?? 1);
        return Enumerate();

        IEnumerable<SeriesTable> Enumerate()
        {
            var reader = Open(text, options ?? new SeriesReaderOptions(), source);
            foreach (var block in reader.ReadBlocks(rows ?? Math.Max(1, BlockValues / reader.Channels)))
            {
                yield return block;
            }
        }
    }

    private static BlockReader Open(TextReader text, SeriesReaderOptions options, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new BlockReader(new TableReader(new CsvRowReader(text, options.Separator, options.MaxRowLength, source), options, source), options, source);
    }

    private static InvalidRequestException Unreadable(string path, Exception e) => new("series", $"{path} cannot be read: {e.Message}", e);
}
