using System.Buffers;
using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// What a ridge regression needs to know of its data: G = Σφφᵀ, C = Σφyᵀ, the sums of φ, y and y², and the number of rows n, in double.
/// They are sums, so statistics of two sites merge into those of both, and rows are forgotten by subtraction. Not thread-safe.
/// </summary>
public sealed class RidgeStatistics
{
    /// <summary>The most features or targets.</summary>
    public const int MaxWidth = 8_192;

    private const int BlockRows = 256;
    private readonly double[] _gram;
    private readonly double[] _cross;
    private readonly double[] _featureSums;
    private readonly double[] _targetSums;
    private readonly double[] _targetSquares;

    /// <summary>Empty statistics.</summary>
    /// <param name="features">Number of features φ.</param>
    /// <param name="targets">Number of targets y.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not within 1 to <see cref="MaxWidth"/>.</exception>
    public RidgeStatistics(int features, int targets)
        : this(features, targets, 0, new double[Size(features, features)], new double[Size(features, targets)], new double[features], new double[targets], new double[targets])
    {
    }

    internal RidgeStatistics(
        int features, int targets, long count, double[] gram, double[] cross, double[] featureSums, double[] targetSums, double[] targetSquares)
    {
        Features = features;
        Targets = targets;
        Count = count;
        (_gram, _cross, _featureSums, _targetSums, _targetSquares) = (gram, cross, featureSums, targetSums, targetSquares);
    }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    /// <summary>Number of targets.</summary>
    public int Targets { get; }

    /// <summary>Number of rows, n.</summary>
    public long Count { get; private set; }

    /// <summary>G = Σφφᵀ <c>[feature, feature]</c> by rows; only the elements on and right of the diagonal are kept.</summary>
    public ReadOnlySpan<double> Gram => _gram;

    /// <summary>C = Σφyᵀ <c>[feature, target]</c> by rows.</summary>
    public ReadOnlySpan<double> Cross => _cross;

    /// <summary>Σφ.</summary>
    public ReadOnlySpan<double> FeatureSums => _featureSums;

    /// <summary>Σy.</summary>
    public ReadOnlySpan<double> TargetSums => _targetSums;

    /// <summary>Σy², one a target.</summary>
    public ReadOnlySpan<double> TargetSquares => _targetSquares;

    /// <summary>Adds rows.</summary>
    /// <param name="features">Features <c>[row, feature]</c>; one row or many.</param>
    /// <param name="targets">Targets <c>[row, target]</c>.</param>
    /// <exception cref="InvalidStatisticsException">The lengths do not fit or a value is not finite; nothing was added.</exception>
    public void Add(ReadOnlySpan<double> features, ReadOnlySpan<double> targets) => Accumulate(features, targets, 1);

    /// <inheritdoc cref="Add(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<float> features, ReadOnlySpan<float> targets) => Accumulate(features, targets, 1);

    /// <summary>Adds rows of a classification: target c of a row is 1 where c is its class and 0 elsewhere.</summary>
    /// <param name="features">Features <c>[row, feature]</c>.</param>
    /// <param name="classes">Class of each row, 0 to <see cref="Targets"/> - 1.</param>
    /// <exception cref="InvalidStatisticsException">The lengths do not fit, a class is out of range or a value is not finite; nothing was added.</exception>
    public void AddClasses(ReadOnlySpan<float> features, ReadOnlySpan<int> classes) => Accumulate(features, OneHot(classes), 1);

    /// <summary>Takes away rows that were added before: afterwards it is, to rounding, as if they had never been.</summary>
    /// <exception cref="InvalidStatisticsException">The lengths do not fit, a value is not finite, or there are fewer rows; nothing was removed.</exception>
    public void Remove(ReadOnlySpan<double> features, ReadOnlySpan<double> targets) => Accumulate(features, targets, -1);

    /// <inheritdoc cref="Remove(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public void Remove(ReadOnlySpan<float> features, ReadOnlySpan<float> targets) => Accumulate(features, targets, -1);

    /// <inheritdoc cref="Remove(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public void RemoveClasses(ReadOnlySpan<float> features, ReadOnlySpan<int> classes) => Accumulate(features, OneHot(classes), -1);

    /// <summary>Adds all rows of other statistics.</summary>
    /// <exception cref="InvalidStatisticsException">The other has another number of features or targets.</exception>
    public void Merge(RidgeStatistics other) => Combine(other, 1);

    /// <summary>Takes away all rows of other statistics, which were merged before.</summary>
    /// <exception cref="InvalidStatisticsException">The other has another number of features or targets, or more rows.</exception>
    public void Remove(RidgeStatistics other) => Combine(other, -1);

    /// <summary>A copy that changes on its own.</summary>
    public RidgeStatistics Clone() => new(
        Features, Targets, Count, [.. _gram], [.. _cross], [.. _featureSums], [.. _targetSums], [.. _targetSquares]);

    /// <summary>A copy of the same rows with more targets; those that are new are 0 in every row, as a class that no row had.</summary>
    /// <param name="targets">Number of targets of the copy.</param>
    /// <param name="places">Where each target of these statistics lies among them; all different.</param>
    /// <exception cref="InvalidStatisticsException">There is not one place a target, or one is out of range or taken twice.</exception>
    public RidgeStatistics WithTargets(int targets, ReadOnlySpan<int> places)
    {
        if (places.Length != Targets || targets > MaxWidth || places.ContainsAnyExceptInRange(0, targets - 1) || places.ToArray().Distinct().Count() != places.Length)
        {
            throw new InvalidStatisticsException($"{Targets} targets cannot lie at [{string.Join(", ", places.ToArray())}] of {targets}, at most {MaxWidth}; give each a place of its own");
        }

        var (cross, sums, squares) = (new double[Size(Features, targets)], new double[targets], new double[targets]);
        for (var t = 0; t < Targets; t++)
        {
            (sums[places[t]], squares[places[t]]) = (_targetSums[t], _targetSquares[t]);
            for (var i = 0; i < Features; i++)
            {
                cross[(i * targets) + places[t]] = _cross[(i * Targets) + t];
            }
        }

        return new RidgeStatistics(Features, targets, Count, [.. _gram], cross, [.. _featureSums], sums, squares);
    }

    private static long Size(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxWidth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaxWidth);
        return (long)rows * columns;
    }

    private void Combine(RidgeStatistics other, int sign)
    {
        if (other.Features != Features || other.Targets != Targets)
        {
            throw new InvalidStatisticsException($"{other.Features} features and {other.Targets} targets do not combine with {Features} and {Targets}");
        }

        RequireRows(other.Count, sign);
        AddScaled(other._gram, _gram, sign);
        AddScaled(other._cross, _cross, sign);
        AddScaled(other._featureSums, _featureSums, sign);
        AddScaled(other._targetSums, _targetSums, sign);
        AddScaled(other._targetSquares, _targetSquares, sign);
        Count += sign * other.Count;
    }

    private void Accumulate<T>(ReadOnlySpan<T> features, ReadOnlySpan<T> targets, int sign)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var rows = features.Length / Features;
        if (rows * Features != features.Length || rows * Targets != targets.Length)
        {
            throw new InvalidStatisticsException(
                $"{features.Length} features and {targets.Length} targets are not rows of {Features} features and {Targets} targets");
        }

        if (!AllFinite(features) || !AllFinite(targets))
        {
            throw new InvalidStatisticsException("a feature or target is NaN or infinite; leave such rows out");
        }

        RequireRows(rows, sign);
        var block = Math.Min(rows, BlockRows);
        var phi = ArrayPool<double>.Shared.Rent(Math.Max(1, block * Features));
        var y = ArrayPool<double>.Shared.Rent(Math.Max(1, block * Targets));
        for (var first = 0; first < rows; first += BlockRows)
        {
            var take = Math.Min(BlockRows, rows - first);
            TensorPrimitives.ConvertTruncating<T, double>(features.Slice(first * Features, take * Features), phi);
            TensorPrimitives.ConvertTruncating<T, double>(targets.Slice(first * Targets, take * Targets), y);
            GramKernel.AddTransposedProduct(phi, Features, phi, Features, take, _gram, sign, upper: true);
            GramKernel.AddTransposedProduct(phi, Features, y, Targets, take, _cross, sign, upper: false);
            for (var r = 0; r < take; r++)
            {
                var row = y.AsSpan(r * Targets, Targets);
                AddScaled(phi.AsSpan(r * Features, Features), _featureSums, sign);
                AddScaled(row, _targetSums, sign);
                for (var t = 0; t < row.Length; t++)
                {
                    _targetSquares[t] += sign * row[t] * row[t];
                }
            }
        }

        ArrayPool<double>.Shared.Return(phi);
        ArrayPool<double>.Shared.Return(y);
        Count += sign * rows;
    }

    private float[] OneHot(ReadOnlySpan<int> classes)
    {
        var targets = new float[classes.Length * Targets];
        for (var r = 0; r < classes.Length; r++)
        {
            if ((uint)classes[r] >= (uint)Targets)
            {
                throw new InvalidStatisticsException($"class {classes[r]} of row {r} is out of range; there are {Targets} classes");
            }

            targets[(r * Targets) + classes[r]] = 1;
        }

        return targets;
    }

    private void RequireRows(long rows, int sign)
    {
        if (sign < 0 && rows > Count)
        {
            throw new InvalidStatisticsException($"{rows} rows cannot be removed from {Count}");
        }
    }

    private static void AddScaled(ReadOnlySpan<double> values, Span<double> sum, double scale) =>
        TensorPrimitives.MultiplyAdd(values, scale, sum, sum);

    private static bool AllFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
