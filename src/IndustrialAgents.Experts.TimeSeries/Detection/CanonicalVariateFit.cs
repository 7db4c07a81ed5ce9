using System.Numerics.Tensors;
using IndustrialAgents.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Covariances of past and future, block by block, and the canonical variates of all samples or of all but one block.</summary>
internal sealed class CanonicalVariateFit
{
    private readonly CanonicalVariateOptions _options;
    private readonly int _width;
    private readonly double[] _values;
    private readonly bool[] _past;
    private readonly int _length;
    private readonly Part[] _parts;
    private readonly Part _all;

    /// <summary>Collects the covariances.</summary>
    /// <exception cref="InvalidRequestException">Too few stretches are good, or every channel is constant.</exception>
    public CanonicalVariateFit(Series normal, Standardizer standardizer, CanonicalVariateOptions options)
    {
        _options = options;
        (_width, _length) = (normal.Channels.Count, normal.Length);
        _values = new double[normal.Values.Length];
        standardizer.Apply(normal.Values.Span, _values);
        _past = new bool[_length];
        var size = options.Lags * _width;
        _parts = [.. Enumerable.Range(0, options.Blocks).Select(_ => new Part(size))];
        _all = new Part(size);
        var (past, future) = (new double[size], new double[size]);
        for (var (t, good) = (0, 0); t < _length; t++)
        {
            good = GoodRows.IsGood(normal, t) ? good + 1 : 0;
            _past[t] = good >= options.Lags;
            if (good >= 2 * options.Lags)
            {
                CopyPast(t - options.Lags, past);
                CopyPast(t, future);
                _parts[BlockOf(t)].Add(past, future);
            }
        }

        foreach (var part in _parts)
        {
            InvalidRequestException.Require(part.Count >= 10, "series", $"{part.Count} samples end {2 * options.Lags} good ones in one of {options.Blocks} blocks; fitting needs 10");
            _all.Add(part, 1);
        }

        var energy = Enumerable.Range(0, size).Sum(i => _all.Past.Gram[(i * size) + i]);
        InvalidRequestException.Require(energy > 1e-9, "series", "every channel is constant; there is nothing to learn from");
    }

    /// <summary>The projection <c>[lag and channel, variate]</c> of all samples.</summary>
    public double[] Project() => Project(_all);

    /// <summary>T² of state and residual space at every sample that ends a good past, each by a model that has not seen its block.</summary>
    public (double[] State, double[] Residual) Statistics(int states)
    {
        var (state, residual) = (new List<double>(_length), new List<double>(_length));
        var size = _options.Lags * _width;
        var (past, variates) = (new double[size], new double[size]);
        for (var block = 0; block < _parts.Length; block++)
        {
            var projection = Project(Without(_parts[block]));
            for (var t = 0; t < _length; t++)
            {
                if (!_past[t] || BlockOf(t) != block)
                {
                    continue;
                }

                CopyPast(t, past);
                CanonicalVariateModel.Project(projection, past, variates);
                state.Add(TensorPrimitives.SumOfSquares<double>(variates.AsSpan(0, states)));
                residual.Add(TensorPrimitives.SumOfSquares<double>(variates.AsSpan(states)));
            }
        }

        return ([.. state], [.. residual]);
    }

    private double[] Project(Part part)
    {
        var size = _options.Lags * _width;
        var past = InverseRoot(part.Past, part.Count);
        var future = InverseRoot(part.Future, part.Count);
        var cross = new DenseMatrix(size, size, part.Past.Cross.ToArray()).Transpose() / part.Count;
        return (past * (past * cross * future).Svd().U).ToRowMajorArray();
    }

    private Matrix<double> InverseRoot(RidgeStatistics statistics, long count)
    {
        var size = statistics.Features;
        var gram = statistics.Gram.ToArray();
        var covariance = DenseMatrix.Create(size, size, (i, j) => gram[(Math.Min(i, j) * size) + Math.Max(i, j)] / count);
        var decomposition = covariance.Evd(Symmetricity.Symmetric);
        var roots = decomposition.EigenValues.Select(value => 1 / Math.Sqrt(Math.Max(0, value.Real) + _options.Ridge)).ToArray();
        return decomposition.EigenVectors * DenseMatrix.OfDiagonalArray(roots) * decomposition.EigenVectors.Transpose();
    }

    private Part Without(Part part)
    {
        var rest = new Part(_options.Lags * _width);
        rest.Add(_all, 1);
        if (_parts.Length > 1)
        {
            rest.Add(part, -1);
        }

        return rest;
    }

    private void CopyPast(int t, double[] past)
    {
        for (var lag = 0; lag < _options.Lags; lag++)
        {
            _values.AsSpan((t - lag) * _width, _width).CopyTo(past.AsSpan(lag * _width));
        }
    }

    private int BlockOf(int t) => (int)((long)t * _parts.Length / _length);

    private sealed class Part(int size)
    {
        /// <summary>Past against future.</summary>
        public RidgeStatistics Past { get; } = new(size, size);

        /// <summary>Future alone.</summary>
        public RidgeStatistics Future { get; } = new(size, 1);

        public long Count => Past.Count;

        public void Add(double[] past, double[] future)
        {
            Past.Add(past, future);
            Future.Add(future, [0]);
        }

        public void Add(Part other, int sign)
        {
            if (sign > 0)
            {
                Past.Merge(other.Past);
                Future.Merge(other.Future);
            }
            else
            {
                Past.Remove(other.Past);
                Future.Remove(other.Future);
            }
        }
    }
}
