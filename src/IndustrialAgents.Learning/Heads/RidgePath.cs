using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>The ridge solutions of one set of statistics for any strength, after a single reduction of G.</summary>
internal sealed class RidgePath
{
    private readonly CenteredSystem _system;
    private readonly Tridiagonal _tridiagonal;
    private readonly double[] _rotated;
    private readonly int _features;
    private readonly int _targets;
    private readonly double _rows;
    private readonly int _interceptFreedom;

    public RidgePath(RidgeStatistics statistics, bool intercept)
    {
        (_features, _targets, _rows) = (statistics.Features, statistics.Targets, statistics.Count);
        _interceptFreedom = intercept ? 1 : 0;
        _system = new CenteredSystem(statistics, intercept);
        _tridiagonal = new Tridiagonal(_system.Gram, _features);
        _rotated = [.. _system.Cross];
        _tridiagonal.Rotate(_rotated, _targets);
    }

    /// <summary>The head of a strength; null where the strength is too small for the precision of the sums.</summary>
    public RidgeHead? Solve(double strength)
    {
        var weights = _rotated.ToArray();
        if (!_tridiagonal.Solve(strength, weights, _targets))
        {
            return null;
        }

        _tridiagonal.RotateBack(weights, _targets);
        return _system.Head(weights, strength);
    }

    /// <summary>The generalised cross-validation score of a strength, summed over targets; infinite where it has none.</summary>
    public double GeneralizedCrossValidation(double strength)
    {
        var weights = _rotated.ToArray();
        if (!_tridiagonal.Solve(strength, weights, _targets))
        {
            return double.PositiveInfinity;
        }

        var freedom = _features - (strength * _tridiagonal.InverseTrace(strength)) + _interceptFreedom;
        if (!(freedom < _rows))
        {
            return double.PositiveInfinity;
        }

        // With (T + λ)z = c: RSS = Σy² - 2cᵀz + zᵀTz = Σy² - cᵀz - λzᵀz. Below rounding of Σy² it says nothing.
        var squares = TensorPrimitives.Sum<double>(_system.Squares);
        var residual = squares - TensorPrimitives.Dot<double>(_rotated, weights) - (strength * TensorPrimitives.SumOfSquares<double>(weights));
        var left = 1 - (freedom / _rows);
        return Math.Max(residual, 1e-14 * squares) / _rows / (left * left);
    }
}
