namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The Theta method (Assimakopoulos, Nikolopoulos 2000, doi:10.1016/S0169-2070(00)00066-2) in its closed form: simple exponential smoothing with
/// half the slope of the regression line for drift (Hyndman, Billah 2003, doi:10.1016/S0169-2070(01)00143-1), on values less their additive season.
/// </summary>
public sealed record ThetaMethod : SmoothingMethod<double>
{
    private static readonly double[] Levels = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

    /// <param name="season">Samples of a season; 1 for none.</param>
    public ThetaMethod(int season)
        : base(season)
    {
    }

    /// <inheritdoc/>
    public override string Name => "theta";

    private protected override IEnumerable<double> Candidates => Levels;

    private protected override double Run(double parameters, ReadOnlySpan<double> values, Span<double> steps)
    {
        // The season of the whole window: whole seasons from its end, so that no phase counts more than another.
        var (n, whole) = (values.Length, values.Length / Season * Season);
        Span<double> seasonal = new double[Season];
        var (mean, slope, spread) = (0.0, 0.0, 0.0);
        for (var t = n - whole; t < n; t++)
        {
            mean += values[t] / whole;
            seasonal[t % Season] += values[t] * Season / whole;
        }

        for (var i = 0; i < Season; i++)
        {
            seasonal[i] = Season == 1 ? 0 : seasonal[i] - mean;
        }

        var (level, squares) = (0.0, 0.0);
        for (var t = 0; t < n; t++)
        {
            var value = values[t] - seasonal[t % Season];
            var error = value - level;
            squares += t >= 2 * Season ? error * error : 0;
            level = t == 0 ? value : level + (parameters * error);
            var centred = t - ((n - 1) / 2.0);
            (slope, spread) = (slope + (centred * value), spread + (centred * centred));
        }

        var drift = slope / spread / 2;
        var lag = (1 - Math.Pow(1 - parameters, n)) / parameters;
        for (var h = 0; h < steps.Length; h++)
        {
            steps[h] = level + (drift * (h + lag)) + seasonal[(n + h) % Season];
        }

        return squares;
    }
}
