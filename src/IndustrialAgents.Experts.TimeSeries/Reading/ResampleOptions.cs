namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How rows with times are put on a regular grid.</summary>
public sealed record ResampleOptions
{
    /// <summary>Time between samples; null takes the mean step where all rows are that far apart but for <see cref="Jitter"/>, else the median step.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>What a sample is made of.</summary>
    public ResampleMethod Method { get; init; }

    /// <summary>The longest time between two rows that is bridged; null is three periods. Samples within a longer gap are of bad quality.</summary>
    public TimeSpan? MaxGap { get; init; }

    /// <summary>Which of several rows of one time counts.</summary>
    public DuplicateRows Duplicates { get; init; }

    /// <summary>What becomes of a row that is older than the one before.</summary>
    public BackwardRows Backward { get; init; }

    /// <summary>How far a row may lie beside a sample, as a share of the period, and yet be taken as it is; at least 0 and below 0.5.</summary>
    public double Jitter { get; init; } = 0.05;

    /// <summary>
    /// Whether a cell without a value means that its channel was not recorded in that row, as in exports that write only what changed: the channel is
    /// then bridged from its own rows. Otherwise such a cell says that the value is bad, and stays bad.
    /// </summary>
    public bool SparseRows { get; init; }

    internal void Validate()
    {
        InvalidRequestException.Require(Period is null || Period > TimeSpan.Zero, "resampling.period", $"{Period}; it must be positive");
        InvalidRequestException.Require(MaxGap is null || MaxGap >= TimeSpan.Zero, "resampling.maxGap", $"{MaxGap}; it must not be negative");
        InvalidRequestException.Require(Jitter is >= 0 and < 0.5, "resampling.jitter", $"{Jitter}; from 0 to below 0.5 make sense");
    }
}
