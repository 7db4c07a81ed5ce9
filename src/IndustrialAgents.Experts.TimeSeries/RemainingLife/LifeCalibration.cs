using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Quantiles around an estimate of life left. Errors shrink as the end comes nearer, so they are measured in a spread that depends on the estimate:
/// the mean error of runs held out, at six estimates at even distances, in between by straight lines. Immutable and thread-safe.
/// </summary>
/// <param name="Cap">The longest life that is told apart.</param>
/// <param name="Spreads">Spread at each of the estimates 0 to <paramref name="Cap"/>.</param>
/// <param name="Offsets">Quantile of errors over spread of each level.</param>
internal sealed record LifeCalibration(double Cap, double[] Spreads, double[] Offsets)
{
    public const int Knots = 6;

    /// <param name="estimates">Estimates by models that did not see their run, 0 to <paramref name="cap"/>.</param>
    /// <param name="life">Life that was left.</param>
    /// <param name="runs">Run of each.</param>
    /// <param name="cap">The longest life that is told apart.</param>
    /// <param name="levels">Levels of the quantiles.</param>
    public static LifeCalibration Fit(double[] estimates, float[] life, int[] runs, double cap, IReadOnlyList<double> levels)
    {
        var sizes = runs.CountBy(run => run).ToDictionary();
        var (weights, errors) = (new double[Knots], new double[Knots]);
        var (total, all) = (0.0, 0.0);
        for (var row = 0; row < life.Length; row++)
        {
            var (weight, error) = (1.0 / sizes[runs[row]], Math.Abs(life[row] - estimates[row]));
            (total, all) = (total + weight, all + (weight * error));
            for (var k = 0; k < Knots; k++)
            {
                weights[k] += weight * Hat(estimates[row], k, cap);
                errors[k] += weight * Hat(estimates[row], k, cap) * error;
            }
        }

        // A thirtieth of the evidence is lent from all estimates, so that a knot that few come near has a spread as well.
        var typical = Math.Max(all / total, 1e-3 * cap);
        var lent = total / 30;
        var spreads = Enumerable.Range(0, Knots).Select(k => Math.Max((errors[k] + (lent * typical)) / (weights[k] + lent), 0.05 * typical)).ToArray();
        var shape = new LifeCalibration(cap, spreads, []);
        var scores = life.Select((own, row) => (own - estimates[row]) / shape.Spread(estimates[row])).ToArray();
        return shape with { Offsets = [.. levels.Select(level => ConformalQuantile.Grouped(scores, runs, level))] };
    }

    /// <summary>The spread of errors at an estimate from 0 to <see cref="Cap"/>.</summary>
    public double Spread(double estimate)
    {
        var spread = 0.0;
        for (var k = 0; k < Knots; k++)
        {
            spread += Hat(estimate, k, Cap) * Spreads[k];
        }

        return spread;
    }

    private static double Hat(double estimate, int knot, double cap) => Math.Max(0, 1 - Math.Abs((estimate / (cap / (Knots - 1))) - knot));
}
