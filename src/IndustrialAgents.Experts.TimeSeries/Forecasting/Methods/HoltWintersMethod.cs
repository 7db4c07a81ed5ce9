namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Additive exponential smoothing of level, damped trend and season (Holt 1957; Winters 1960, doi:10.1287/mnsc.6.3.324; damping after Gardner,
/// McKenzie 1985, doi:10.1287/mnsc.31.10.1237).
/// </summary>
public sealed record HoltWintersMethod : SmoothingMethod<HoltWintersParameters>
{
    private static readonly double[] Levels = [0.02, 0.1, 0.3, 0.6, 0.9];
    private static readonly double[] Trends = [0, 0.02, 0.1];
    private static readonly double[] Seasons = [0.02, 0.1, 0.3];
    private static readonly double[] Dampings = [0.8, 0.95];

    /// <param name="season">Samples of a season; 1 for none.</param>
    public HoltWintersMethod(int season)
        : base(season)
    {
    }

    /// <inheritdoc/>
    public override string Name => "holt-winters";

    private protected override IEnumerable<HoltWintersParameters> Candidates =>
        from level in Levels
        from trend in Trends
        from season in Season > 1 ? Seasons : Seasons[..1]
        from damping in trend > 0 ? Dampings : Dampings[..1]
        select new HoltWintersParameters(level, trend, season, damping);

    private protected override double Run(HoltWintersParameters parameters, ReadOnlySpan<double> values, Span<double> steps)
    {
        Span<double> seasonal = new double[Season];
        var (level, trend, squares) = (StartSeason(values, seasonal), 0.0, 0.0);
        for (var t = 0; t < values.Length; t++)
        {
            var (phase, drift) = (t % Season, parameters.Damping * trend);
            var error = values[t] - level - drift - seasonal[phase];
            squares += t >= 2 * Season ? error * error : 0;
            level += drift + (parameters.Level * error);
            trend = drift + (parameters.Level * parameters.Trend * error);
            seasonal[phase] += Season > 1 ? parameters.Season * (1 - parameters.Level) * error : 0;
        }

        var (ahead, factor) = (0.0, 1.0);
        for (var h = 0; h < steps.Length; h++)
        {
            factor *= parameters.Damping;
            ahead += factor * trend;
            steps[h] = level + ahead + seasonal[(values.Length + h) % Season];
        }

        return squares;
    }
}
