using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Probabilities softmax(scores / T + ln prior), with the one T that makes held-out labels most likely: temperature scaling (Guo, Pleiss, Sun,
/// Weinberger 2017, arXiv:1706.04599) around a prior, which is what a row without evidence, of scores 0, gets.
/// </summary>
/// <param name="Temperature">T.</param>
/// <param name="Loss">Mean negative logarithm of the held-out labels' probabilities.</param>
internal sealed record PriorScaling(double Temperature, double Loss)
{
    private const double Least = 1e-3;
    private const double Most = 1e3;

    /// <summary>Fits T.</summary>
    /// <param name="scores">Scores <c>[row, class]</c> of rows the scores' model was not fitted to.</param>
    /// <param name="classes">Class of each row.</param>
    /// <param name="prior">Prior of each class, positive.</param>
    public static PriorScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, ReadOnlySpan<double> prior)
    {
        var logPrior = new double[prior.Length];
        TensorPrimitives.Log(prior, logPrior);
        var probabilities = new double[prior.Length];

        // The loss is convex in 1/T, so its slope has one zero: halve the interval, in the logarithm, until it is found.
        var (low, high) = (Math.Log(1 / Most), Math.Log(1 / Least));
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Measure(scores, classes, logPrior, Math.Exp(middle), probabilities).Slope > 0 ? (low, middle) : (middle, high);
        }

        var inverse = Math.Exp((low + high) / 2);
        return new PriorScaling(1 / inverse, Measure(scores, classes, logPrior, inverse, probabilities).Loss / classes.Length);
    }

    private static (double Loss, double Slope) Measure(
        ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, double[] logPrior, double inverse, double[] probabilities)
    {
        var (loss, slope) = (0.0, 0.0);
        for (var i = 0; i < classes.Length; i++)
        {
            var row = scores.Slice(i * logPrior.Length, logPrior.Length);
            TensorPrimitives.MultiplyAdd(row, inverse, logPrior, probabilities);
            var truth = probabilities[classes[i]];
            var max = TensorPrimitives.Max<double>(probabilities);
            TensorPrimitives.Subtract(probabilities, max, probabilities);
            TensorPrimitives.Exp(probabilities, probabilities);
            var sum = TensorPrimitives.Sum<double>(probabilities);
            loss += Math.Log(sum) + max - truth;
            slope += (TensorPrimitives.Dot<double>(row, probabilities) / sum) - row[classes[i]];
        }

        return (loss, slope);
    }
}
