using System.Numerics.Tensors;
using IndustrialAgents.Learning;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Multivariate state estimation, MSET (Singer, Gross et al. 1997): a row is estimated from remembered samples of normal operation, each weighed by its
/// likeness, here a Gaussian of the distance; the mean squared difference from the estimate is the score. Immutable and thread-safe.
/// </summary>
public sealed partial class StateEstimationModel
{
    private const int Recent = 10;
    private readonly Standardizer _standardizer;
    private readonly double[] _memory;
    private readonly double[] _weights;

    private StateEstimationModel(IReadOnlyList<SeriesChannel> channels, Standardizer standardizer, double[] memory, double[] weights, double limit)
    {
        Channels = channels;
        _standardizer = standardizer;
        (_memory, _weights) = (memory, weights);
        Limit = limit;
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Samples that are remembered.</summary>
    public int Memory => _memory.Length / Channels.Count;

    /// <summary>Mean squared difference, in squared deviations, above which a row is unusual.</summary>
    public double Limit { get; }

    /// <summary>
    /// What its scores of normal operation are like that it was not fitted on, of the median of the last 10 scores; null where there was too little to fit on parts of
    /// it, or the model was read back. Worked out when it is first asked for, by five more fits.
    /// </summary>
    public ScoreCalibration? Calibration => Calibrator?.Value;

    private Lazy<ScoreCalibration?>? Calibrator { get; init; }

    /// <summary>Fits the model to normal operation. Samples with a bad value are left out.</summary>
    /// <param name="normal">Samples of normal operation.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">Fewer than 10 samples are good, or the options make no sense.</exception>
    public static StateEstimationModel Fit(Series normal, StateEstimationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new StateEstimationOptions();
        InvalidRequestException.Require(options.Memory is >= 2 and <= MaxMemory, "memory", $"{options.Memory}; from 2 to {MaxMemory} make sense");
        InvalidRequestException.Require(options.Strength > 0 && double.IsFinite(options.Strength), "strength", $"{options.Strength}; it must be positive and finite");
        var rows = GoodRows.Of(normal, 10);
        var width = normal.Channels.Count;
        var count = rows.Length / width;
        var standardizer = Standardizer.Fit(rows, width);
        var values = new double[rows.Length];
        standardizer.Apply(rows, values);

        // In the order of their distance from the mean, evenly: the rare states at the rim are remembered as well as the usual ones.
        var order = Enumerable.Range(0, count).OrderBy(row => TensorPrimitives.SumOfSquares<double>(values.AsSpan(row * width, width))).ToArray();
        var size = Math.Min(options.Memory, count);
        var chosen = Enumerable.Range(0, size).Select(i => order[(int)((long)i * (count - 1) / (size - 1))]).Distinct().ToArray();
        var memory = chosen.SelectMany(row => values.AsSpan(row * width, width).ToArray()).ToArray();
        var weights = Solve(memory, width, options.Strength);
        var draft = new StateEstimationModel([.. normal.Channels], standardizer, memory, weights, 1);
        var others = Enumerable.Range(0, count).Except(chosen).ToArray();
        var detector = new StateEstimationDetector(draft);
        var scores = Array.ConvertAll(others.Length >= 10 ? others : chosen, row => detector.Push(rows.AsSpan(row * width, width)));
        return new StateEstimationModel(draft.Channels, standardizer, memory, weights, Math.Max(options.Limit.From(scores), 1e-9))
        {
            Calibrator = new(() => DetectorCalibration.CrossFit(normal, Recent, part => new StateEstimationDetector(Fit(part, options)))),
        };
    }

    /// <summary>Squared difference of each channel from its estimate.</summary>
    internal void Squares(ReadOnlySpan<float> row, double[] standardized, double[] estimate, double[] squares)
    {
        var width = Channels.Count;
        _standardizer.Apply(row, standardized);
        estimate.AsSpan().Clear();
        for (var m = 0; m < Memory; m++)
        {
            var likeness = Likeness(standardized, _memory.AsSpan(m * width, width));
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(m * width, width), likeness, estimate, estimate);
        }

        TensorPrimitives.Subtract(standardized, estimate, squares);
        TensorPrimitives.Multiply(squares, squares, squares);
    }

    private static double[] Solve(double[] memory, int width, double strength)
    {
        var size = memory.Length / width;
        var likeness = DenseMatrix.Create(size, size, (i, j) =>
            Likeness(memory.AsSpan(i * width, width), memory.AsSpan(j * width, width)) + (i == j ? strength : 0));
        var right = DenseMatrix.Create(size, width, (i, c) => memory[(i * width) + c]);
        return likeness.Cholesky().Solve(right).ToRowMajorArray();
    }

    // One deviation off in every channel is e^(-1/2) alike.
    private static double Likeness(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var distance = TensorPrimitives.Distance(one, other);
        return Math.Exp(-distance * distance / (2 * one.Length));
    }
}
