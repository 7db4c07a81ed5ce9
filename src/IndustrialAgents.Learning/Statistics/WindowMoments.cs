using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// Second moments Σwwᵀ of all windows w of a given length, stride 1, of one or many columns. Each diagonal follows from its first element by
/// adding the product that enters and taking off the one that leaves, so n windows of length m cost O(nm + m²) instead of O(nm²). They are
/// sums: moments of two sites merge into those of both, and windows are forgotten by subtraction. From them
/// follow the <see cref="RidgeStatistics"/> of every look-back and normalisation that is linear in the window. Not thread-safe.
/// </summary>
public sealed class WindowMoments
{
    private const int PartWindows = 16_384;
    private readonly double[] _moments;
    private readonly double[] _sums;
    private readonly double[] _extraWindow;
    private readonly double[] _extraExtra;
    private readonly double[] _extraSums;

    /// <summary>Moments of no windows.</summary>
    /// <param name="length">Values of a window: those looked back on, then those to be forecast.</param>
    /// <param name="extras">Further features that each window brings, such as the time of day.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not within 2 to twice <see cref="RidgeStatistics.MaxWidth"/>, or the number of extras is negative.</exception>
    public WindowMoments(int length, int extras = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 2 * RidgeStatistics.MaxWidth);
        ArgumentOutOfRangeException.ThrowIfNegative(extras);
        (Length, Extras) = (length, extras);
        _moments = new double[(long)length * length];
        _sums = new double[length];
        _extraWindow = new double[extras * length];
        _extraExtra = new double[extras * extras];
        _extraSums = new double[extras];
    }

    /// <summary>Values of a window.</summary>
    public int Length { get; }

    /// <summary>Further features of a window.</summary>
    public int Extras { get; }

    /// <summary>Number of windows.</summary>
    public long Count { get; private set; }

    /// <summary>Adds every window of a stretch of consecutive values.</summary>
    /// <param name="stretch">The values; fewer than <see cref="Length"/> hold no window and add nothing.</param>
    /// <param name="extras">Further features <c>[window, extra]</c>.</param>
    /// <exception cref="InvalidStatisticsException">A value is not finite, or the extras are not those of the windows; nothing was added.</exception>
    public void Add(ReadOnlySpan<double> stretch, ReadOnlySpan<double> extras = default)
    {
        var windows = stretch.Length - Length + 1;
        if (windows <= 0)
        {
            return;
        }

        if (extras.Length != (long)windows * Extras)
        {
            throw new InvalidStatisticsException($"{extras.Length} extras are not {Extras} for each of {windows} windows");
        }

        // Of nothing, IsFiniteAll says no.
        if (!TensorPrimitives.IsFiniteAll(stretch) || (extras.Length > 0 && !TensorPrimitives.IsFiniteAll(extras)))
        {
            throw new InvalidStatisticsException("a value is NaN or infinite; leave such windows out");
        }

        // By parts: the values stay in the cache, and rounding does not pile up along the diagonals of a long stretch.
        for (var first = 0; first < windows; first += PartWindows)
        {
            var part = Math.Min(PartWindows, windows - first);
            var values = stretch.Slice(first, part + Length - 1);
            AddWindows(values, part);
            AddExtras(values, extras.Slice(first * Extras, part * Extras), part);
        }

        Count += windows;
    }

    /// <summary>Adds all windows of other moments.</summary>
    /// <exception cref="InvalidStatisticsException">The other has windows of another length or other extras.</exception>
    public void Merge(WindowMoments other) => Combine(other, 1);

    /// <summary>Takes away all windows of other moments, which were added before: afterwards it is, to rounding, as if they had never been.</summary>
    /// <exception cref="InvalidStatisticsException">The other has windows of another length, other extras, or more windows.</exception>
    public void Remove(WindowMoments other) => Combine(other, -1);

    /// <summary>A copy that changes on its own.</summary>
    public WindowMoments Clone() => Tail(Length);

    /// <summary>The moments of the last values of each window: what there is to know for a shorter look-back.</summary>
    /// <param name="length">How many of a window's values, at least two.</param>
    /// <exception cref="ArgumentOutOfRangeException">Windows have fewer values.</exception>
    public WindowMoments Tail(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        var (tail, skipped) = (new WindowMoments(length, Extras) { Count = Count }, Length - length);
        for (var i = 0; i < length; i++)
        {
            _moments.AsSpan(((skipped + i) * Length) + skipped + i, length - i).CopyTo(tail._moments.AsSpan((i * length) + i));
        }

        for (var e = 0; e < Extras; e++)
        {
            _extraWindow.AsSpan((e * Length) + skipped, length).CopyTo(tail._extraWindow.AsSpan(e * length));
        }

        _sums.AsSpan(skipped).CopyTo(tail._sums);
        _extraExtra.CopyTo(tail._extraExtra, 0);
        _extraSums.CopyTo(tail._extraSums, 0);
        return tail;
    }

    /// <summary>
    /// The statistics of a regression of each window's later values on its earlier ones (and the extras, which come last among the features),
    /// after a level is taken off all of the window's values.
    /// </summary>
    /// <param name="level">One weight for each earlier value, whose weighted sum is the level; all zero takes nothing off.</param>
    /// <exception cref="InvalidStatisticsException">The weights leave no value to be forecast.</exception>
    public RidgeStatistics Regress(ReadOnlySpan<double> level)
    {
        var lookBack = level.Length;
        if (lookBack < 1 || lookBack >= Length)
        {
            throw new InvalidStatisticsException($"{lookBack} of a window's {Length} values looked back on leave none to forecast; give from 1 to {Length - 1}");
        }

        // w' = w - 1aᵀw, so Σw'w'ᵀ = M - (Ma)1ᵀ - 1(Ma)ᵀ + (aᵀMa)11ᵀ.
        var along = Multiply(level);
        var both = TensorPrimitives.Dot<double>(along.AsSpan(0, lookBack), level);
        var (features, targets) = (lookBack + Extras, Length - lookBack);
        var gram = new double[(long)features * features];
        var cross = new double[(long)features * targets];
        var squares = new double[targets];
        var row = new double[Length];
        for (var i = 0; i < Length; i++)
        {
            var rest = row.AsSpan(i);
            TensorPrimitives.Subtract(_moments.AsSpan((i * Length) + i, Length - i), along.AsSpan(i), rest);
            TensorPrimitives.Add(rest, both - along[i], rest);
            if (i >= lookBack)
            {
                squares[i - lookBack] = row[i];
                continue;
            }

            row.AsSpan(i, lookBack - i).CopyTo(gram.AsSpan((i * features) + i));
            row.AsSpan(lookBack).CopyTo(cross.AsSpan(i * targets));
        }

        for (var e = 0; e < Extras; e++)
        {
            var own = _extraWindow.AsSpan(e * Length, Length);
            TensorPrimitives.Subtract(own, TensorPrimitives.Dot(own[..lookBack], level), row);
            for (var i = 0; i < lookBack; i++)
            {
                gram[(i * features) + lookBack + e] = row[i];
            }

            _extraExtra.AsSpan((e * Extras) + e, Extras - e).CopyTo(gram.AsSpan(((lookBack + e) * features) + lookBack + e));
            row.AsSpan(lookBack).CopyTo(cross.AsSpan((lookBack + e) * targets));
        }

        TensorPrimitives.Subtract(_sums, TensorPrimitives.Dot(_sums.AsSpan(0, lookBack), level), row);
        double[] featureSums = [.. row.AsSpan(0, lookBack), .. _extraSums];
        return new RidgeStatistics(features, targets, Count, gram, cross, featureSums, row[lookBack..], squares);
    }

    /// <summary>Bytes that <see cref="Write"/> fills.</summary>
    internal static long BytesOf(long length, long extras) =>
        sizeof(double) * ((length * (length + 1) / 2) + length + (extras * (length + extras + 1)));

    /// <summary>Writes all numbers, of the moments those on and right of the diagonal.</summary>
    internal void Write(ref Span<byte> at)
    {
        for (var i = 0; i < Length; i++)
        {
            LittleEndian.Write(_moments.AsSpan((i * Length) + i, Length - i), ref at);
        }

        foreach (var part in (double[][])[_sums, _extraWindow, _extraExtra, _extraSums])
        {
            LittleEndian.Write(part, ref at);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static WindowMoments Read(int length, int extras, long count, ref ReadOnlySpan<byte> at)
    {
        var moments = new WindowMoments(length, extras) { Count = count };
        for (var i = 0; i < length; i++)
        {
            LittleEndian.Read(moments._moments.AsSpan((i * length) + i, length - i), ref at);
        }

        foreach (var part in (double[][])[moments._sums, moments._extraWindow, moments._extraExtra, moments._extraSums])
        {
            LittleEndian.Read(part, ref at);
        }

        return moments;
    }

    private void Combine(WindowMoments other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Length != Length || other.Extras != Extras)
        {
            throw new InvalidStatisticsException($"windows of {other.Length} values and {other.Extras} extras do not combine with {Length} and {Extras}");
        }

        if (Count + (sign * other.Count) < 0)
        {
            throw new InvalidStatisticsException($"{other.Count} windows cannot be removed from {Count}");
        }

        Count += sign * other.Count;
        (double[] Own, double[] Others)[] parts =
            [(_moments, other._moments), (_sums, other._sums), (_extraWindow, other._extraWindow), (_extraExtra, other._extraExtra), (_extraSums, other._extraSums)];
        foreach (var (own, others) in parts)
        {
            TensorPrimitives.MultiplyAdd(others, sign, own, own);
            if (Count == 0)
            {
                // What rounding left is of no window.
                Array.Clear(own);
            }
        }
    }

    private void AddWindows(ReadOnlySpan<double> stretch, int windows)
    {
        var (row, last) = (new double[Length], new double[Length]);
        for (var j = 0; j < Length; j++)
        {
            row[j] = TensorPrimitives.Dot(stretch[..windows], stretch.Slice(j, windows));
            _sums[j] += TensorPrimitives.Sum(stretch.Slice(j, windows));
        }

        for (var i = 0; i < Length; i++)
        {
            var own = _moments.AsSpan((i * Length) + i, Length - i);
            TensorPrimitives.Add(own, row.AsSpan(i), own);
            if (i + 1 < Length)
            {
                // Element [i + 1, j + 1] from [i, j]: the first window leaves, the one after the last enters.
                (row, last) = (last, row);
                var to = row.AsSpan(i + 1);
                TensorPrimitives.MultiplyAdd(stretch.Slice(i, to.Length), -stretch[i], last.AsSpan(i, to.Length), to);
                TensorPrimitives.MultiplyAdd(stretch.Slice(i + windows, to.Length), stretch[i + windows], to, to);
            }
        }
    }

    private void AddExtras(ReadOnlySpan<double> stretch, ReadOnlySpan<double> extras, int windows)
    {
        var columns = new double[Extras][];
        for (var e = 0; e < Extras; e++)
        {
            columns[e] = new double[windows];
            for (var w = 0; w < windows; w++)
            {
                columns[e][w] = extras[(w * Extras) + e];
            }

            _extraSums[e] += TensorPrimitives.Sum<double>(columns[e]);
            for (var j = 0; j < Length; j++)
            {
                _extraWindow[(e * Length) + j] += TensorPrimitives.Dot(columns[e], stretch.Slice(j, windows));
            }

            for (var f = 0; f <= e; f++)
            {
                _extraExtra[(f * Extras) + e] += TensorPrimitives.Dot<double>(columns[e], columns[f]);
            }
        }
    }

    // Ma for weights of the earlier values; of M the elements on and right of the diagonal are kept.
    private double[] Multiply(ReadOnlySpan<double> level)
    {
        var product = new double[Length];
        for (var i = 0; i < level.Length; i++)
        {
            var row = _moments.AsSpan(i * Length, Length);
            product[i] += TensorPrimitives.Dot(row[i..level.Length], level[i..]);
            if (level[i] != 0)
            {
                TensorPrimitives.MultiplyAdd(row[(i + 1)..], level[i], product.AsSpan(i + 1), product.AsSpan(i + 1));
            }
        }

        return product;
    }
}
