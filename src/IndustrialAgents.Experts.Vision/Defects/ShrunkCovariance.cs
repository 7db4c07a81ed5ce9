using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// Mean and covariance of rows, the latter drawn towards a multiple of the identity by the amount that is best in mean square (Ledoit, Wolf 2004,
/// doi:10.1016/S0047-259X(03)00096-4), so that it can be inverted whatever the number of rows. Immutable.
/// </summary>
internal sealed class ShrunkCovariance
{
    private ShrunkCovariance(double[] mean, Matrix<double> covariance, double shrinkage) => (Mean, Covariance, Shrinkage) = (mean, covariance, shrinkage);

    public double[] Mean { get; }

    public Matrix<double> Covariance { get; }

    /// <summary>Share of the identity, 0 to 1.</summary>
    public double Shrinkage { get; }

    /// <summary>Fits to at least two rows.</summary>
    public static ShrunkCovariance Fit(IReadOnlyList<ReadOnlyMemory<float>> rows)
    {
        var (n, p) = (rows.Count, rows[0].Length);
        var mean = new double[p];
        foreach (var row in rows)
        {
            for (var i = 0; i < p; i++)
            {
                mean[i] += row.Span[i] / (double)n;
            }
        }

        var centred = DenseMatrix.Create(n, p, (r, i) => rows[r].Span[i] - mean[i]);
        var sample = centred.TransposeThisAndMultiply(centred) / n;
        var level = sample.Trace() / p;
        var identity = DenseMatrix.CreateIdentity(p) * level;
        var distance = (sample - identity).FrobeniusNorm();
        var fourth = centred.EnumerateRows().Sum(row => Math.Pow(row.DotProduct(row), 2));
        var squares = sample.FrobeniusNorm();
        var noise = Math.Max(0, (fourth / n) - (squares * squares)) / n;
        var shrinkage = distance > 0 ? Math.Min(1, noise / (distance * distance)) : 1;

        // A floor for rows that do not vary at all.
        var floor = DenseMatrix.CreateIdentity(p) * Math.Max(level * 1e-6, 1e-9);
        return new ShrunkCovariance(mean, (sample * (1 - shrinkage)) + (identity * shrinkage) + floor, shrinkage);
    }

    /// <summary>W with Σ⁻¹ = WWᵀ, by rows: |Wᵀ(x - mean)| is the Mahalanobis distance.</summary>
    public double[] Whitener()
    {
        var inverse = Covariance.Cholesky().Factor.Inverse();
        return inverse.Transpose().ToRowMajorArray();
    }
}
