namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="RidgeResidualModel"/> is fitted.</summary>
public sealed record RidgeResidualOptions
{
    /// <summary>
    /// A setting for faults whose length is not known: errors are averaged over every octave from one sample to 32, and the limits come from
    /// errors on samples that the weights were not fitted on.
    /// </summary>
    public static RidgeResidualOptions Multiscale { get; } = new() { Smoothings = [1, 2, 4, 8, 16, 32], Blocks = 5 };

    /// <summary>Samples from which the next one is predicted.</summary>
    public int Lags { get; init; } = 5;

    /// <summary>The ridge strength λ, on standardized values and sums over samples.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Numbers of samples over which the squared error is averaged; each has its own limit, and the greatest multiple of a limit is the score.</summary>
    public IReadOnlyList<int> Smoothings { get; init; } = [10];

    /// <summary>
    /// Successive blocks of the samples; the errors that give the limits are, in each block, those of weights fitted on the others. 1 takes errors on
    /// the very samples of the fit, which are smaller than those to come.
    /// </summary>
    public int Blocks { get; init; } = 1;

    /// <summary>The rule of the limits.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.RobustDeviations(6);
}
