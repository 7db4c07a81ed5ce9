namespace IndustrialAgents.Assets;

/// <summary>How a <see cref="BaselineDetector"/> learns what is usual and when it calls a row unusual.</summary>
public sealed record BaselineOptions
{
    /// <summary>Rows after which a row weighs half: the baseline follows changes that are slower and flags those that are faster.</summary>
    public double HalfLifeRows { get; init; } = 512;

    /// <summary>Values of a channel before it is judged; at least 2, at most 20 half-lives.</summary>
    public int WarmUpRows { get; init; } = 64;

    /// <summary>Deviations from the mean above which a row is unusual.</summary>
    public double Threshold { get; init; } = 6;

    /// <summary>The smallest standard deviation assumed, in the channel's unit, so that a constant channel is not judged by rounding errors.</summary>
    public double MinDeviation { get; init; } = 1e-6;

    /// <summary>The smallest standard deviation assumed, as a share of the mean's magnitude; the larger of the two counts.</summary>
    public double MinRelativeDeviation { get; init; } = 1e-3;

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        Require(HalfLifeRows is > 0 and <= 1e9, "halfLifeRows", HalfLifeRows, "it must lie above 0 and not above 1e9");
        Require(WarmUpRows >= 2 && WarmUpRows <= 20 * HalfLifeRows, "warmUpRows", WarmUpRows, $"it must lie between 2 and 20 half-lives, which are {20 * HalfLifeRows}");
        Require(Threshold is > 0 and < double.PositiveInfinity, "threshold", Threshold, "it must be positive and finite");
        Require(MinDeviation is > 0 and < double.PositiveInfinity, "minDeviation", MinDeviation, "it must be positive and finite");
        Require(MinRelativeDeviation is >= 0 and < double.PositiveInfinity, "minRelativeDeviation", MinRelativeDeviation, "it must be finite and not negative");
    }

    private static void Require(bool holds, string field, double value, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException($"baseline.{field}", $"{value}; {message}");
        }
    }
}
