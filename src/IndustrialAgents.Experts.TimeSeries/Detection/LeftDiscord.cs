namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The left matrix profile of a channel as it grows: how far the window that ends now is from the most similar one before it, both standardized (Yeh
/// et al. 2016, doi:10.1109/ICDM.2016.0179). A shape that was never seen is a discord. Products of windows are carried from row to row, so that a row
/// costs time in proportion to the history. Not thread-safe.
/// </summary>
public sealed class LeftDiscord
{
    private const double Flat = 1e-9;
    private readonly int _window;
    private readonly int _history;
    private readonly double[] _values;
    private readonly double[] _products;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private double _origin;
    private int _count;

    /// <summary>Makes a profile that has seen nothing.</summary>
    /// <param name="window">Samples of a window, at least 4.</param>
    /// <param name="history">Samples that are remembered, at least three windows; older ones are forgotten half a history at a time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LeftDiscord(int window, int history = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 3 * window);
        (_window, _history) = (window, history);
        (_values, _products) = (new double[history], new double[history]);
        (_means, _deviations) = (new double[history], new double[history]);
    }

    /// <summary>Takes the next value. One that is not finite begins everything anew.</summary>
    /// <returns>The distance, 0 to 2 √window, to the nearest earlier window that does not overlap by half or more; NaN until there is one.</returns>
    public double Push(double value)
    {
        if (!double.IsFinite(value))
        {
            Reset();
            return double.NaN;
        }

        if (_count == _history)
        {
            Halve();
        }

        // Products of values far from zero would cancel, so the first value is the origin.
        _origin = _count == 0 ? value : _origin;
        _values[_count++] = value - _origin;
        var latest = _count - _window;
        if (latest < 0)
        {
            return double.NaN;
        }

        Describe(latest);
        Multiply(latest);
        var nearest = double.PositiveInfinity;
        for (var start = 0; start <= latest - ((_window + 1) / 2); start++)
        {
            nearest = Math.Min(nearest, Distance(start, latest));
        }

        return double.IsPositiveInfinity(nearest) ? double.NaN : Math.Sqrt(nearest);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset() => _count = 0;

    private void Describe(int latest)
    {
        var window = _values.AsSpan(latest, _window);
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in window)
        {
            mean += value / _window;
        }

        foreach (var value in window)
        {
            squares += (value - mean) * (value - mean) / _window;
        }

        (_means[latest], _deviations[latest]) = (mean, Math.Sqrt(squares));
    }

    // The product with the window from start follows from that of the windows one sample before: one value leaves each, one enters.
    private void Multiply(int latest)
    {
        for (var start = latest; start >= 1; start--)
        {
            _products[start] = _products[start - 1]
                - (_values[start - 1] * _values[latest - 1])
                + (_values[start + _window - 1] * _values[latest + _window - 1]);
        }

        _products[0] = 0;
        for (var i = 0; i < _window; i++)
        {
            _products[0] += _values[i] * _values[latest + i];
        }
    }

    // Two flat windows are alike; a flat and another one are half as far apart as can be.
    private double Distance(int start, int latest)
    {
        var (one, other) = (_deviations[start], _deviations[latest]);
        if (one < Flat || other < Flat)
        {
            return one < Flat && other < Flat ? 0 : _window;
        }

        var correlation = ((_products[start] / _window) - (_means[start] * _means[latest])) / (one * other);
        return Math.Max(0, 2 * _window * (1 - Math.Clamp(correlation, -1, 1)));
    }

    private void Halve()
    {
        var drop = Math.Min(_history / 2, _history - _window);
        _count -= drop;
        foreach (var kept in new[] { _values, _products, _means, _deviations })
        {
            Array.Copy(kept, drop, kept, 0, _count);
        }
    }
}
