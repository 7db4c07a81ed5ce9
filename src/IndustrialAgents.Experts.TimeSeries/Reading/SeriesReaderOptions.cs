namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a table of sensor values is read.</summary>
public sealed record SeriesReaderOptions
{
    /// <summary>Character between cells; null finds it: comma, semicolon, tab or bar, whichever the first line has most of.</summary>
    public char? Separator { get; init; }

    /// <summary>Name of the column with times; null finds it: the first column whose first cell is a date with time.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Columns that are labels and no channels. One that the table lacks is an error.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>Time between samples; null takes the median step of the time column, or one second where there is none.</summary>
    public TimeSpan? SamplePeriod { get; init; }

    /// <summary>The most values, all channels and labels together.</summary>
    public int MaxValues { get; init; } = RequestLimits.Default.MaxSeriesValues;

    /// <summary>The most columns.</summary>
    public int MaxColumns { get; init; } = RequestLimits.Default.MaxChannels;

    /// <summary>The most characters in one row.</summary>
    public int MaxRowLength { get; init; } = 1 << 20;
}
