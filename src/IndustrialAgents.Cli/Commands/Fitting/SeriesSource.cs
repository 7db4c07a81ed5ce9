using System.CommandLine;
using System.Runtime.InteropServices;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options that say how files of sensor values are read, shared by everything that is fitted to series.</summary>
internal sealed class SeriesSource
{
    /// <summary>Extension of files of raw little-endian float32 of one channel.</summary>
    public const string RawExtension = ".f32";

    // What is fitted is bounded by memory, not by what a request may carry.
    private const int MostValues = 500_000_000;

    private readonly Option<string?> _time = new("--time") { Description = "The column with times. Default: found.", HelpName = "COLUMN" };
    private readonly Option<double?> _period = new("--period") { Description = "Seconds from one row to the next. Default: from the times, else 1.", HelpName = "SECONDS" };
    private readonly Option<string[]> _channels = new("--channel") { Description = "A column to use; may be given more than once. Default: all but times and those left out.", HelpName = "COLUMN" };
    private readonly Option<string[]> _leave = new("--leave-out") { Description = "A column to leave out, such as a label or one with words; may be given more than once.", HelpName = "COLUMN" };
    private readonly Option<int?> _rows = new("--rows") { Description = "Use the first so many rows of each file only.", HelpName = "COUNT" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_time);
        command.Add(_period);
        command.Add(_channels);
        command.Add(_leave);
        command.Add(_rows);
    }

    /// <summary>Refuses its options where there are no series.</summary>
    /// <exception cref="InvalidRequestException">One was given.</exception>
    public void Refuse(ParseResult parsed, string why)
    {
        foreach (var option in new Option[] { _time, _period, _channels, _leave, _rows })
        {
            InvalidRequestException.Require(parsed.GetResult(option) is null, option.Name, why);
        }
    }

    /// <summary>Reads a file: a table, or raw float32 where it is called <c>.f32</c>.</summary>
    /// <exception cref="InvalidRequestException">The file cannot be read, or a column or row is not there.</exception>
    public Series Read(ParseResult parsed, FileInfo file) => file.Extension.Equals(RawExtension, StringComparison.OrdinalIgnoreCase)
        ? First(parsed, ReadRaw(parsed, file), file)
        : First(parsed, Pick(SeriesReader.ReadFile(file.FullName, Options(parsed)).Series, parsed.GetValue(_channels) ?? [], file), file);

    /// <summary>Reads a table with a column of words.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="ordered">Whether rows are samples in time; where they are not, no time column is made sense of.</param>
    /// <returns>The series, and the word of each sample; null where it is empty.</returns>
    /// <exception cref="InvalidRequestException">The file cannot be read, or a column or row is not there.</exception>
    public (Series Series, string?[] Words) ReadLabelled(ParseResult parsed, FileInfo file, string column, bool ordered)
    {
        var options = Options(parsed) with { LabelColumns = [column], TextColumns = [column] };
        var table = SeriesReader.ReadFile(file.FullName, ordered ? options : options with { Irregular = IrregularRows.AsTheyCome, SamplePeriod = options.SamplePeriod ?? TimeSpan.FromSeconds(1) });
        var series = First(parsed, Pick(table.Series, parsed.GetValue(_channels) ?? [], file), file);
        return (series, table.TextsOf(column)[..series.Length]);
    }

    /// <summary>Reads a file block by block, in memory that does not grow with it.</summary>
    /// <exception cref="InvalidRequestException">The file cannot be read, or a column or row is not there; thrown while the blocks are enumerated.</exception>
    public IEnumerable<Series> ReadBlocks(ParseResult parsed, FileInfo file)
    {
        if (file.Extension.Equals(RawExtension, StringComparison.OrdinalIgnoreCase))
        {
            yield return Read(parsed, file);
            yield break;
        }

        var left = parsed.GetValue(_rows) is { } rows ? rows >= 1 ? rows : throw new InvalidRequestException("--rows", $"{rows}; give at least 1") : int.MaxValue;
        foreach (var block in SeriesReader.ReadFileBlocks(file.FullName, Options(parsed)))
        {
            var series = Pick(block.Series, parsed.GetValue(_channels) ?? [], file);
            yield return series.Length <= left ? series : series.Slice(0, left);
            left -= Math.Min(left, series.Length);
            if (left == 0)
            {
                yield break;
            }
        }
    }

    private SeriesReaderOptions Options(ParseResult parsed) => new()
    {
        TimeColumn = parsed.GetValue(_time),
        SamplePeriod = parsed.GetValue(_period) is { } seconds ? Period(seconds) : null,
        IgnoredColumns = parsed.GetValue(_leave) ?? [],
        MaxValues = MostValues,
    };

    private Series ReadRaw(ParseResult parsed, FileInfo file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("--data", $"{file.FullName} cannot be read: {e.Message}", e);
        }

        var values = bytes.Length % sizeof(float) == 0 && bytes.Length > 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray() : [];
        InvalidRequestException.Require(
            values.Length > 0 && Array.TrueForAll(values, float.IsFinite), "--data", $"{file.Name} has {bytes.Length} bytes that are not finite little-endian float32; write the samples of one channel, four bytes each");
        return new Series { Channels = [new SeriesChannel("value")], Values = values, SamplePeriod = Period(parsed.GetValue(_period) ?? 1) };
    }

    private Series First(ParseResult parsed, Series series, FileInfo file) => parsed.GetValue(_rows) is not { } rows ? series
        : rows >= 1 && rows <= series.Length ? series.Slice(0, rows)
        : throw new InvalidRequestException("--rows", $"{rows}; {file.Name} has {series.Length} rows");

    private static TimeSpan Period(double seconds) => seconds is >= 1e-6 and <= 1e9
        ? TimeSpan.FromSeconds(seconds)
        : throw new InvalidRequestException("--period", $"{seconds}; give seconds, from 0.000001 to 1e9");

    private static Series Pick(Series series, string[] names, FileInfo file)
    {
        if (names.Length == 0)
        {
            return series;
        }

        var all = series.Channels.Select(channel => channel.Name).ToArray();
        var columns = Array.ConvertAll(names, name => Array.IndexOf(all, name) is var at and >= 0
            ? at
            : throw new InvalidRequestException("--channel", $"'{name}' is no column of {file.Name}; it has {string.Join(", ", all)}"));
        return series.Pick(columns);
    }
}
