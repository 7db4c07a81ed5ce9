using System.CommandLine;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options that say how files of sensor values are read, shared by everything that is fitted to series.</summary>
internal sealed class SeriesSource
{
    // What is fitted is bounded by memory, not by what a request may carry.
    private const int MostValues = 500_000_000;

    private readonly Option<string?> _time = new("--time") { Description = "The column with times. Default: found.", HelpName = "COLUMN" };
    private readonly Option<double?> _period = new("--period") { Description = "Seconds from one row to the next. Default: from the times, else 1.", HelpName = "SECONDS" };
    private readonly Option<string[]> _channels = new("--channel") { Description = "A column to use; may be given more than once. Default: all but times and those left out.", HelpName = "COLUMN" };
    private readonly Option<string[]> _leave = new("--leave-out") { Description = "A column to leave out, such as a label; may be given more than once.", HelpName = "COLUMN" };
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

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidRequestException">The file cannot be read, or a column or row is not there.</exception>
    public Series Read(ParseResult parsed, FileInfo file)
    {
        var table = SeriesReader.ReadFile(file.FullName, new SeriesReaderOptions
        {
            TimeColumn = parsed.GetValue(_time),
            SamplePeriod = parsed.GetValue(_period) is { } seconds ? Period(seconds) : null,
            LabelColumns = parsed.GetValue(_leave) ?? [],
            MaxValues = MostValues,
        });
        var series = Pick(table.Series, parsed.GetValue(_channels) ?? [], file);
        return parsed.GetValue(_rows) is not { } rows ? series
            : rows >= 1 && rows <= series.Length ? series.Slice(0, rows)
            : throw new InvalidRequestException("--rows", $"{rows}; {file.Name} has {series.Length} rows");
    }

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
