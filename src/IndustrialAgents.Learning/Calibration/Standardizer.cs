using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>Takes the mean out of each column and divides by its deviation. Immutable and thread-safe.</summary>
public sealed class Standardizer
{
    private readonly double[] _mean;
    private readonly double[] _deviation;

    /// <summary>A standardizer of given means and deviations.</summary>
    /// <param name="mean">Mean of each column.</param>
    /// <param name="deviation">Deviation of each column, positive.</param>
    /// <exception cref="ArgumentException">The lengths differ, a value is not finite or a deviation is not positive.</exception>
    public Standardizer(ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        if (mean.Length == 0 || mean.Length != deviation.Length)
        {
            throw new ArgumentException($"{mean.Length} means and {deviation.Length} deviations; give one of each a column", nameof(deviation));
        }

        for (var i = 0; i < mean.Length; i++)
        {
            if (!double.IsFinite(mean[i]) || !(deviation[i] > 0) || !double.IsFinite(deviation[i]))
            {
                throw new ArgumentException($"column {i} has mean {mean[i]} and deviation {deviation[i]}; both must be finite, the deviation positive", nameof(deviation));
            }
        }

        _mean = mean.ToArray();
        _deviation = deviation.ToArray();
    }

    /// <summary>Number of columns.</summary>
    public int Width => _mean.Length;

    /// <summary>Mean of each column.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Population deviation of each column; 1 for a column that is constant.</summary>
    public ReadOnlySpan<double> Deviation => _deviation;

    /// <summary>Fits means and population deviations. Values that are NaN or infinite are left out.</summary>
    /// <param name="values">Rows <c>[row, column]</c>.</param>
    /// <param name="width">Number of columns.</param>
    /// <exception cref="InvalidStatisticsException">There are no whole rows, or a column has no finite value.</exception>
    public static Standardizer Fit(ReadOnlySpan<float> values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length == 0 || values.Length % width != 0)
        {
            throw new InvalidStatisticsException($"{values.Length} values are not rows of {width} columns");
        }

        var (mean, deviation) = (new double[width], new double[width]);
        for (var column = 0; column < width; column++)
        {
            // Welford's recurrence: no cancellation where the mean is large beside the deviation.
            var (count, m, squares) = (0L, 0.0, 0.0);
            for (var i = column; i < values.Length; i += width)
            {
                if (float.IsFinite(values[i]))
                {
                    var difference = values[i] - m;
                    m += difference / ++count;
                    squares += difference * (values[i] - m);
                }
            }

            if (count == 0)
            {
                throw new InvalidStatisticsException($"column {column} has no finite value; leave it out");
            }

            mean[column] = m;
            var spread = Math.Sqrt(squares / count);
            deviation[column] = spread > 1e-9 * Math.Max(1e-20, Math.Abs(m)) ? spread : 1;
        }

        return new Standardizer(mean, deviation);
    }

    /// <summary>Standardizes rows.</summary>
    /// <param name="values">Rows <c>[row, column]</c>.</param>
    /// <param name="standardized">Receives as many values.</param>
    /// <exception cref="ArgumentException">The values are not whole rows, or the destination is shorter.</exception>
    public void Apply(ReadOnlySpan<float> values, Span<double> standardized)
    {
        if (values.Length % Width != 0)
        {
            throw new ArgumentException($"{values.Length} values are not rows of {Width} columns", nameof(values));
        }

        for (var at = 0; at < values.Length; at += Width)
        {
            var row = standardized.Slice(at, Width);
            TensorPrimitives.ConvertTruncating<float, double>(values.Slice(at, Width), row);
            TensorPrimitives.Subtract(row, _mean, row);
            TensorPrimitives.Divide(row, _deviation, row);
        }
    }
}
