using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// A symmetric matrix as Q T Qᵀ with T tridiagonal (Householder). (A + λI)⁻¹ is then cheap for as many λ as one likes, since the shift goes
/// through to T; so one cubic step serves a whole search for λ (Eldén 1984, doi:10.1007/BF01934465).
/// </summary>
internal sealed class Tridiagonal
{
    private const int ParallelFrom = 384;
    private readonly int _size;
    private readonly double[] _matrix;
    private readonly double[] _diagonal;
    private readonly double[] _beside;
    private readonly double[] _scales;

    /// <summary>Reduces <paramref name="matrix"/>, which it takes over.</summary>
    /// <param name="matrix">The matrix <c>[size, size]</c>, both halves.</param>
    /// <param name="size">Number of rows.</param>
    public Tridiagonal(double[] matrix, int size)
    {
        _size = size;
        _matrix = matrix;
        _diagonal = new double[size];
        _beside = new double[size];
        _scales = new double[size];
        Reduce();
    }

    /// <summary>Replaces rows <paramref name="values"/> <c>[size, width]</c> by Qᵀ times them.</summary>
    public void Rotate(Span<double> values, int width)
    {
        for (var k = 0; k < _size - 2; k++)
        {
            Reflect(k, values, width);
        }
    }

    /// <summary>Replaces rows <paramref name="values"/> <c>[size, width]</c> by Q times them.</summary>
    public void RotateBack(Span<double> values, int width)
    {
        for (var k = _size - 3; k >= 0; k--)
        {
            Reflect(k, values, width);
        }
    }

    /// <summary>Replaces <paramref name="values"/> <c>[size, width]</c> by (T + shift I)⁻¹ times them.</summary>
    /// <returns>Whether T + shift I is positive definite; otherwise the values are undefined.</returns>
    public bool Solve(double shift, Span<double> values, int width)
    {
        Span<double> pivots = new double[_size];
        for (var i = 0; i < _size; i++)
        {
            pivots[i] = _diagonal[i] + shift;
            if (i > 0)
            {
                var factor = _beside[i - 1] / pivots[i - 1];
                pivots[i] -= factor * _beside[i - 1];
                var row = values.Slice(i * width, width);
                TensorPrimitives.MultiplyAdd(values.Slice((i - 1) * width, width), -factor, row, row);
            }

            if (!(pivots[i] > 0))
            {
                return false;
            }
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            var row = values.Slice(i * width, width);
            if (i < _size - 1)
            {
                TensorPrimitives.MultiplyAdd(values.Slice((i + 1) * width, width), -_beside[i], row, row);
            }

            TensorPrimitives.Multiply(row, 1 / pivots[i], row);
        }

        return true;
    }

    /// <summary>Trace of (T + shift I)⁻¹, from the pivots of the eliminations downwards and upwards.</summary>
    public double InverseTrace(double shift)
    {
        var down = new double[_size];
        for (var i = 0; i < _size; i++)
        {
            down[i] = _diagonal[i] + shift - (i == 0 ? 0 : _beside[i - 1] * _beside[i - 1] / down[i - 1]);
        }

        var (trace, up) = (0.0, 0.0);
        for (var i = _size - 1; i >= 0; i--)
        {
            var shifted = _diagonal[i] + shift;
            up = shifted - (i == _size - 1 ? 0 : _beside[i] * _beside[i] / up);
            trace += 1 / (down[i] + up - shifted);
        }

        return trace;
    }

    private void Reduce()
    {
        var pendingV = new double[_size];
        var pendingW = new double[_size];
        var product = new double[_size];
        for (var k = 0; k < _size; k++)
        {
            var rest = _size - k - 1;
            var row = _matrix.AsSpan(k * _size, _size);

            // The rank-2 update of the step before is carried out one step late, in the same pass over the matrix as this step's product:
            // the pass is bound by memory, so one instead of two halves the time.
            if (k > 0)
            {
                Update(row[k..], k, k, pendingV, pendingW);
            }

            _diagonal[k] = row[k];
            if (rest == 0)
            {
                break;
            }

            var v = row[(k + 1)..];
            var norm = TensorPrimitives.Norm(v);
            if (rest == 1 || norm == 0)
            {
                _beside[k] = v[0];
                _scales[k] = 0;
                if (k > 0)
                {
                    ForEachRow(k + 1, rest, i => Update(_matrix.AsSpan((i * _size) + k + 1, rest), i, k + 1, pendingV, pendingW));
                }

                Array.Clear(pendingV);
                Array.Clear(pendingW);
                if (rest == 1)
                {
                    _diagonal[k + 1] = _matrix[((k + 1) * _size) + k + 1];
                    break;
                }

                continue;
            }

            var alpha = v[0] > 0 ? -norm : norm;
            _beside[k] = alpha;
            v[0] -= alpha;
            var scale = 2 / TensorPrimitives.SumOfSquares(v);
            _scales[k] = scale;
            var (at, first) = (k * _size, k + 1);
            ForEachRow(first, rest, i =>
            {
                var target = _matrix.AsSpan((i * _size) + first, rest);
                if (first > 1)
                {
                    Update(target, i, first, pendingV, pendingW);
                }

                product[i] = scale * TensorPrimitives.Dot(target, _matrix.AsSpan(at + first, rest));
            });

            var p = product.AsSpan(first, rest);
            v.CopyTo(pendingV.AsSpan(first));
            TensorPrimitives.MultiplyAdd(v, -0.5 * scale * TensorPrimitives.Dot(p, v), p, pendingW.AsSpan(first, rest));
        }
    }

    private static void ForEachRow(int first, int count, Action<int> body)
    {
        if (count >= ParallelFrom)
        {
            Parallel.For(first, first + count, body);
            return;
        }

        for (var i = first; i < first + count; i++)
        {
            body(i);
        }
    }

    private static void Update(Span<double> row, int i, int first, double[] v, double[] w)
    {
        TensorPrimitives.MultiplyAdd(w.AsSpan(first, row.Length), -v[i], row, row);
        TensorPrimitives.MultiplyAdd(v.AsSpan(first, row.Length), -w[i], row, row);
    }

    private void Reflect(int k, Span<double> values, int width)
    {
        if (_scales[k] == 0)
        {
            return;
        }

        var v = _matrix.AsSpan((k * _size) + k + 1, _size - k - 1);
        var sums = new double[width];
        for (var i = 0; i < v.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(values.Slice((k + 1 + i) * width, width), v[i], sums, sums);
        }

        for (var i = 0; i < v.Length; i++)
        {
            var row = values.Slice((k + 1 + i) * width, width);
            TensorPrimitives.MultiplyAdd(sums, -_scales[k] * v[i], row, row);
        }
    }
}
