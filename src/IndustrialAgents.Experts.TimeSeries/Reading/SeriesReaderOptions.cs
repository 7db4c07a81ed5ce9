namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a table of sensor values is read.</summary>
public sealed record SeriesReaderOptions
{
    /// <summary>Character between cells; null finds it: comma, semicolon, tab or bar, whichever the first line has most of.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// Decimal mark, a point or a comma; null finds it: a point where commas separate cells, else that of the first number that has one. A number
    /// with the other mark is an error, as are grouped thousands.
    /// </summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// Name of the column with times; null finds it: the first column whose first cell is a date, else a column of numbers with a name such as
    /// <c>time</c> or <c>timestamp</c>.
    /// </summary>
    public string? TimeColumn { get; init; }

    /// <summary>
    /// How times are written: <c>seconds</c> or <c>milliseconds</c>, since 1970 or, below 100,000,000 s, since an unknown start; or a .NET format such as
    /// <c>dd/MM/yyyy HH:mm:ss</c>. Null finds it: ISO 8601, <c>31.12.2025 23:59:59</c>, seconds or milliseconds since 1970.
    /// </summary>
    public string? TimeFormat { get; init; }

    /// <summary>Offset from UTC of times that do not say theirs.</summary>
    public TimeSpan UtcOffset { get; init; }

    /// <summary>Whether units are taken from the header, as in <c>flow [m3/h]</c>, or from a second row of the header.</summary>
    public bool ReadUnits { get; init; } = true;

    /// <summary>Columns that are labels and no channels. One that the table lacks is an error.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>Those of <see cref="LabelColumns"/> that hold words, such as names of classes; see <see cref="SeriesTable.Texts"/>.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Columns that are not read, whatever they hold. One that the table lacks is an error.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Time between samples; null takes it from the time column, or one second where there is none.</summary>
    public TimeSpan? SamplePeriod { get; init; }

    /// <summary>What becomes of rows whose times are not evenly apart.</summary>
    public IrregularRows Irregular { get; init; }

    /// <summary>How they are resampled.</summary>
    public ResampleOptions Resampling { get; init; } = new();

    /// <summary>The most values, all channels and labels together; of one block where blocks are read.</summary>
    public int MaxValues { get; init; } = RequestLimits.Default.MaxSeriesValues;

    /// <summary>The most columns.</summary>
    public int MaxColumns { get; init; } = RequestLimits.Default.MaxChannels;

    /// <summary>The most characters in one row.</summary>
    public int MaxRowLength { get; init; } = 1 << 20;
}
