using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// The space in which rows have no correlation: by the covariance of <see cref="ShrunkCovariance"/>, which beside the few directions that the rows
/// span is the same in all others. So only the smaller of rows and width is decomposed, and not a matrix of the whole width. Immutable.
/// </summary>
internal sealed class WhitenedSpace
{
    private readonly double[][] _directions;
    private readonly double[] _factors;
    private readonly double _factor;

    private WhitenedSpace(double[] mean, double[][] directions, double[] factors, double factor, double shrinkage) =>
        (Mean, _directions, _factors, _factor, Shrinkage) = (mean, directions, factors, factor, shrinkage);

    public double[] Mean { get; }

    /// <summary>Share of the identity in the covariance, 0 to 1.</summary>
    public double Shrinkage { get; }

    /// <summary>Fits to at least two rows.</summary>
    /// <param name="rows">Rows of one width.</param>
    /// <param name="multiple">Multiplies the shrinkage that is best in mean square.</param>
    public static WhitenedSpace Fit(IReadOnlyList<float[]> rows, double multiple = 1)
    {
        var (n, p) = (rows.Count, rows[0].Length);
        var mean = new double[p];
        foreach (var row in rows)
        {
            for (var i = 0; i < p; i++)
            {
                mean[i] += row[i] / (double)n;
            }
        }

        var centred = DenseMatrix.Create(n, p, (r, i) => rows[r][i] - mean[i]);
        var (values, directions) = Spectrum(centred);
        var fourth = centred.EnumerateRows().Sum(row => Math.Pow(row.DotProduct(row), 2));
        var (trace, squares) = (values.Sum(), values.Sum(value => value * value));

        // Ledoit, Wolf 2004, in terms of the eigenvalues of the sample's covariance.
        var level = trace / p;
        var distance = squares - (level * level * p);
        var shrinkage = distance > 0 ? Math.Min(1, multiple * Math.Max(0, (fourth / n) - squares) / n / distance) : 1;
        var rest = (level * shrinkage) + Math.Max(level * 1e-6, 1e-9);
        var factor = 1 / Math.Sqrt(rest);
        return new WhitenedSpace(mean, directions, Array.ConvertAll(values, value => (1 / Math.Sqrt((value * (1 - shrinkage)) + rest)) - factor), factor, shrinkage);
    }

    /// <summary>A row in the space: its norm is the Mahalanobis distance from the mean, and distances of two are those of the covariance.</summary>
    public double[] Whiten(ReadOnlySpan<float> row)
    {
        var centred = new double[Mean.Length];
        TensorPrimitives.ConvertTruncating<float, double>(row, centred);
        TensorPrimitives.Subtract(centred, Mean, centred);
        var white = new double[centred.Length];
        TensorPrimitives.Multiply(centred, _factor, white);
        for (var k = 0; k < _directions.Length; k++)
        {
            TensorPrimitives.MultiplyAdd<double>(_directions[k], _factors[k] * TensorPrimitives.Dot<double>(_directions[k], centred), white, white);
        }

        return white;
    }

    // Eigenvalues of the covariance that are not 0, and their directions.
    private static (double[] Values, double[][] Directions) Spectrum(Matrix<double> centred)
    {
        var (n, wide) = (centred.RowCount, centred.ColumnCount > centred.RowCount);
        var product = wide ? centred.TransposeAndMultiply(centred) : centred.TransposeThisAndMultiply(centred);
        var spectrum = (product / n).Evd(Symmetricity.Symmetric);
        var values = spectrum.EigenValues.Select(value => value.Real).ToArray();
        var kept = Enumerable.Range(0, values.Length).Where(k => values[k] > values[^1] * 1e-12).ToArray();
        var vectors = kept.Select(k => spectrum.EigenVectors.Column(k)).Select(vector => wide ? centred.LeftMultiply(vector).Normalize(2) : vector);
        return (Array.ConvertAll(kept, k => values[k]), [.. vectors.Select(vector => vector.ToArray())]);
    }
}
