using System.Numerics.Tensors;
using IndustrialAgents.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Principal components of normal operation and two statistics of the distance from it: Hotelling's T² and the squared prediction error
/// (Jackson, Mudholkar 1979, doi:10.1080/00401706.1979.10489779), with the channels' contributions to both. Immutable and thread-safe.
/// </summary>
public sealed partial class PcaModel
{
    private const int Recent = 10;
    private readonly Standardizer _standardizer;
    private readonly double[] _components;
    private readonly double[] _inverseVariances;

    private PcaModel(
        IReadOnlyList<SeriesChannel> channels, Standardizer standardizer, double[] components, double[] inverseVariances, double tSquaredLimit, double speLimit)
    {
        Channels = channels;
        _standardizer = standardizer;
        (_components, _inverseVariances) = (components, inverseVariances);
        (TSquaredLimit, SpeLimit) = (tSquaredLimit, speLimit);
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Number of components kept.</summary>
    public int Components => _inverseVariances.Length;

    /// <summary>T² above it is unusual.</summary>
    public double TSquaredLimit { get; }

    /// <summary>SPE above it is unusual.</summary>
    public double SpeLimit { get; }

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
    public static PcaModel Fit(Series normal, PcaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new PcaOptions();
        if (!(options.Variance > 0) || options.Variance > 1)
        {
            throw new InvalidRequestException("variance", $"{options.Variance}; it must be above 0 and at most 1");
        }

        var rows = GoodRows.Of(normal, 10);
        var width = normal.Channels.Count;
        var standardizer = Standardizer.Fit(rows, width);
        var (components, inverse) = Decompose(rows, standardizer, options.Variance);
        var draft = new PcaModel([.. normal.Channels], standardizer, components, inverse, 1, 1);
        var count = rows.Length / width;
        var (tSquared, spe) = (new double[count], new double[count]);
        var scratch = new PcaScratch(width, inverse.Length);
        for (var r = 0; r < count; r++)
        {
            (tSquared[r], spe[r], _) = draft.Score(rows.AsSpan(r * width, width), scratch);
        }

        // Channels that follow each other exactly leave no error but rounding, and a limit of nothing would alarm on that.
        return new PcaModel(
            draft.Channels, standardizer, components, inverse, Math.Max(options.Limit.From(tSquared), 1e-9), Math.Max(options.Limit.From(spe), 1e-9 * width))
        {
            Calibrator = new(() => DetectorCalibration.CrossFit(normal, Recent, part => new PcaDetector(Fit(part, options)))),
        };
    }

    /// <summary>Judges one row.</summary>
    /// <param name="row">One finite value a channel.</param>
    /// <param name="contributions">Receives one value a channel: how much it adds, as multiples of the limits. Empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public PcaScore Score(ReadOnlySpan<float> row, Span<double> contributions = default)
    {
        var scratch = new PcaScratch(Channels.Count, Components);
        var score = Score(row, scratch);
        if (!contributions.IsEmpty)
        {
            Contributions(scratch, contributions);
        }

        return score;
    }

    internal PcaScore Score(ReadOnlySpan<float> row, PcaScratch scratch)
    {
        var (z, error, part, k) = (scratch.Standardized, scratch.Error, scratch.Part, Components);
        if (row.Length != Channels.Count)
        {
            throw new ArgumentException($"a row of {row.Length} values; the model was fitted on {Channels.Count} channels", nameof(row));
        }

        _standardizer.Apply(row, z);
        part.AsSpan().Clear();
        for (var c = 0; c < z.Length; c++)
        {
            TensorPrimitives.MultiplyAdd(_components.AsSpan(c * k, k), z[c], part, part);
        }

        for (var c = 0; c < z.Length; c++)
        {
            error[c] = z[c] - TensorPrimitives.Dot(_components.AsSpan(c * k, k), part);
        }

        TensorPrimitives.Multiply(part, _inverseVariances, scratch.Scaled);
        var tSquared = TensorPrimitives.Dot<double>(part, scratch.Scaled);
        var spe = TensorPrimitives.SumOfSquares<double>(error);
        return new PcaScore(tSquared, spe, Math.Max(tSquared / TSquaredLimit, spe / SpeLimit));
    }

    // A channel's part in T² is z·(P Λ⁻¹ Pᵀ z), which sums to T² but may be negative: a channel that speaks against the alarm takes no blame.
    internal void Contributions(PcaScratch scratch, Span<double> contributions)
    {
        for (var c = 0; c < contributions.Length; c++)
        {
            var part = scratch.Standardized[c] * TensorPrimitives.Dot(_components.AsSpan(c * Components, Components), scratch.Scaled);
            contributions[c] = (scratch.Error[c] * scratch.Error[c] / SpeLimit) + (Math.Max(0, part) / TSquaredLimit);
        }
    }

    private static (double[] Components, double[] InverseVariances) Decompose(float[] rows, Standardizer standardizer, double share)
    {
        var width = standardizer.Width;
        var values = new double[rows.Length];
        standardizer.Apply(rows, values);
        var statistics = new RidgeStatistics(width, 1);
        statistics.Add(values, new double[rows.Length / width]);
        var gram = statistics.Gram.ToArray();
        var correlation = DenseMatrix.Create(width, width, (i, j) => gram[(Math.Min(i, j) * width) + Math.Max(i, j)] / statistics.Count);
        var decomposition = correlation.Evd(Symmetricity.Symmetric);
        var variances = decomposition.EigenValues.Select(value => value.Real).ToArray();

        // Eigenvalues come rising; directions without variance are no components, whatever share was asked for.
        var (total, kept, count) = (variances.Sum(), 0.0, 0);
        while (count < width && variances[width - 1 - count] > 1e-10 * total && (count == 0 || kept < share * total))
        {
            kept += variances[width - 1 - count++];
        }

        if (count == 0)
        {
            throw new InvalidRequestException("series", "every channel is constant; there is nothing to learn from");
        }

        var components = new double[width * count];
        for (var c = 0; c < width; c++)
        {
            for (var k = 0; k < count; k++)
            {
                components[(c * count) + k] = decomposition.EigenVectors[c, width - 1 - k];
            }
        }

        return (components, [.. Enumerable.Range(0, count).Select(k => 1 / variances[width - 1 - k])]);
    }
}
