namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a forecaster did on every window whose targets lie in the end of a series.</summary>
/// <param name="Mse">Mean squared error over windows, steps and channels, in the series' units.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Coverage">Share of values from the lowest to the highest quantile.</param>
internal readonly record struct ForecastScore(double Mse, double Mae, double Coverage)
{
    // Of a fixed number, so that sums do not depend on how many cores there are.
    private const int Parts = 16;

    /// <param name="forecaster">What forecasts.</param>
    /// <param name="series">The series, with a past before the first target.</param>
    /// <param name="firstTarget">The first sample to be forecast.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ForecastScore Of(Forecaster forecaster, Series series, int firstTarget, CancellationToken cancellationToken)
    {
        var (width, windows) = (series.Channels.Count, series.Length - firstTarget - forecaster.Horizon + 1);
        var (sums, size) = (new (double Squares, double Distances, long Inside)[Parts], forecaster.Horizon * width);
        Parallel.For(0, Parts, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            var values = series.Values.Span;
            var (said, band) = (new float[size], new float[forecaster.Levels.Count * size]);
            for (var w = part * windows / Parts; w < (part + 1) * windows / Parts; w++)
            {
                var first = firstTarget + w;
                forecaster.Predict(
                    values.Slice((first - forecaster.LookBack) * width, forecaster.LookBack * width), said, series.Start + (first * series.SamplePeriod));
                forecaster.AddQuantiles(said, band);
                for (var i = 0; i < size; i++)
                {
                    var value = values[(first * width) + i];
                    double error = value - said[i];
                    sums[part].Squares += error * error;
                    sums[part].Distances += Math.Abs(error);
                    sums[part].Inside += value >= band[i] && value <= band[^(size - i)] ? 1 : 0;
                }
            }
        });
        var count = (double)windows * size;
        return new ForecastScore(sums.Sum(sum => sum.Squares) / count, sums.Sum(sum => sum.Distances) / count, sums.Sum(sum => sum.Inside) / count);
    }
}
