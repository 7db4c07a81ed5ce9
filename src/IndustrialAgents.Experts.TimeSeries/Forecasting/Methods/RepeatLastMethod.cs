namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Every step is the last value: what any forecaster must beat, and the best there is for a random walk.</summary>
public sealed record RepeatLastMethod : ForecastMethod
{
    /// <inheritdoc/>
    public override string Name => "repeat-last";

    internal override LinearMap Fit(ForecastData data)
    {
        var weights = new double[data.Horizon];
        Array.Fill(weights, 1);
        return new LinearMap(1, data.Horizon, [], [weights], [new double[data.Horizon]]);
    }
}
