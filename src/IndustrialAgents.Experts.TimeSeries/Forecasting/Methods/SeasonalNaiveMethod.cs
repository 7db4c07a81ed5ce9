namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Every step is the value one season before, or as many seasons as it takes to have been seen.</summary>
/// <param name="Season">Samples of a season.</param>
public sealed record SeasonalNaiveMethod(int Season) : ForecastMethod
{
    private const int LongestSeason = 8_192;

    /// <inheritdoc/>
    public override string Name => "seasonal-naive";

    internal override LinearMap Fit(ForecastData data)
    {
        InvalidRequestException.Require(Season is >= 1 and <= LongestSeason, "season", $"{Season} samples; from 1 to {LongestSeason} make sense");
        var weights = new double[Season * data.Horizon];
        for (var h = 0; h < data.Horizon; h++)
        {
            weights[(h % Season * data.Horizon) + h] = 1;
        }

        return new LinearMap(Season, data.Horizon, [], [weights], [new double[data.Horizon]]);
    }
}
