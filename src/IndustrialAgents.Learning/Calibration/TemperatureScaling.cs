using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// Turns scores into calibrated probabilities, softmax(scores / T), with the one T that makes held-out labels most likely (Guo, Pleiss, Sun,
/// Weinberger 2017, arXiv:1706.04599). It never changes which class is first. Immutable and thread-safe.
/// </summary>
public sealed class TemperatureScaling
{
    private const double Least = 1e-4;
    private const double Most = 1e4;

    /// <summary>Scaling by a given temperature.</summary>
    /// <param name="temperature">T, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public TemperatureScaling(double temperature)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "must be positive and finite");
        }

        Temperature = temperature;
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>Fits T. The rows should not be those the scores' model was fitted on: on those it is too sure of itself.</summary>
    /// <param name="scores">Scores <c>[row, class]</c>.</param>
    /// <param name="classes">Class of each row.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <exception cref="InvalidStatisticsException">The lengths do not fit, a score is not finite or a class is out of range.</exception>
    public static TemperatureScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, int classCount)
    {
        if (classCount < 1 || classes.Length == 0 || scores.Length != (long)classes.Length * classCount)
        {
            throw new InvalidStatisticsException($"{scores.Length} scores are not one of {classCount} classes for each of {classes.Length} rows");
        }

        for (var r = 0; r < classes.Length; r++)
        {
            if ((uint)classes[r] >= (uint)classCount || !TensorPrimitives.IsFiniteAll(scores.Slice(r * classCount, classCount)))
            {
                throw new InvalidStatisticsException($"row {r} has class {classes[r]} of {classCount} or a score that is not finite");
            }
        }

        // The likelihood is concave in 1/T, so its slope has one zero: halve the interval, in the logarithm, until it is found.
        var (low, high) = (Math.Log(1 / Most), Math.Log(1 / Least));
        var probabilities = new double[classCount];
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Slope(scores, classes, Math.Exp(middle), probabilities) > 0 ? (low, middle) : (middle, high);
        }

        return new TemperatureScaling(Math.Exp(-(low + high) / 2));
    }

    /// <summary>
    /// Fits T as <see cref="Fit"/> does, counting one error more in each class than there was, as Platt (1999) smooths targets: where few rows are all
    /// told apart, the likeliest temperature would be zero and the classifier sure of everything. The error is the class's row of median margin,
    /// told as its runner-up.
    /// </summary>
    /// <inheritdoc cref="Fit"/>
    public static TemperatureScaling FitSmoothed(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, int classCount)
    {
        if (classCount < 2 || scores.Length != (long)classes.Length * classCount)
        {
            return Fit(scores, classes, classCount);
        }

        var (rows, moreScores, moreClasses) = (scores.ToArray(), new List<double>(), new List<int>(classes.ToArray()));
        moreScores.AddRange(rows);
        foreach (var own in moreClasses.ToArray().Index().GroupBy(row => row.Item).Where(own => own.Key >= 0 && own.Key < classCount).OrderBy(own => own.Key))
        {
            var byMargin = own.Select(row => rows.AsMemory(row.Index * classCount, classCount))
                .OrderBy(row => row.Span[own.Key] - row.Span[RunnerUp(row.Span, own.Key)])
                .ToArray();
            var median = byMargin[byMargin.Length / 2].Span;
            moreScores.AddRange(median);
            moreClasses.Add(RunnerUp(median, own.Key));
        }

        return Fit([.. moreScores], [.. moreClasses], classCount);
    }

    /// <summary>Probabilities of one row of scores.</summary>
    /// <param name="scores">One score a class.</param>
    /// <param name="probabilities">Receives as many probabilities, which sum to 1. May be the same memory.</param>
    /// <exception cref="ArgumentException">The destination is shorter or there are no scores.</exception>
    public void Apply(ReadOnlySpan<double> scores, Span<double> probabilities) => SoftMax(scores, 1 / Temperature, probabilities);

    // The class with the highest score but one.
    private static int RunnerUp(ReadOnlySpan<double> scores, int except)
    {
        var best = except == 0 ? 1 : 0;
        for (var c = 0; c < scores.Length; c++)
        {
            best = c != except && scores[c] > scores[best] ? c : best;
        }

        return best;
    }

    // Derivative by 1/T of the negative log-likelihood: expected score minus the score of the true class.
    private static double Slope(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, double inverse, double[] probabilities)
    {
        var slope = 0.0;
        for (var r = 0; r < classes.Length; r++)
        {
            var row = scores.Slice(r * probabilities.Length, probabilities.Length);
            SoftMax(row, inverse, probabilities);
            slope += TensorPrimitives.Dot(row, probabilities) - row[classes[r]];
        }

        return slope;
    }

    private static void SoftMax(ReadOnlySpan<double> scores, double inverse, Span<double> probabilities)
    {
        probabilities = probabilities[..scores.Length];
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), probabilities);
        TensorPrimitives.Multiply(probabilities, inverse, probabilities);
        TensorPrimitives.Exp(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum<double>(probabilities), probabilities);
    }
}
