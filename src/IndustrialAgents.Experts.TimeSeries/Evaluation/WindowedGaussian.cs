namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The comparison that the Numenta anomaly benchmark calls windowed Gaussian: distance from the mean of the last 6,400 values in their deviations, the
/// window moving 100 values at a time. The benchmark's tail probability ranks rows alike.
/// </summary>
internal sealed class WindowedGaussian
{
    private const int Window = 6_400;
    private const int Step = 100;
    private readonly List<double> _values = new(Window + Step);
    private double _sum;
    private double _squares;
    private int _used;
    private double _shift;

    public double Push(double value)
    {
        if (_values.Count == 0)
        {
            _shift = value;
        }

        var score = _used == 0 ? 0 : Score(value - _shift);
        _values.Add(value - _shift);
        if (_values.Count <= Window)
        {
            Count(_values[^1], 1);
        }
        else if (_values.Count == Window + Step)
        {
            _values.GetRange(0, Step).ForEach(old => Count(old, -1));
            _values.RemoveRange(0, Step);
            _values.GetRange(Window - Step, Step).ForEach(young => Count(young, 1));
        }

        return score;
    }

    private double Score(double value)
    {
        var mean = _sum / _used;
        var deviation = Math.Sqrt(Math.Max(0, (_squares / _used) - (mean * mean)));
        return Math.Abs(value - mean) / Math.Max(deviation, 1e-6);
    }

    private void Count(double value, int sign)
    {
        _sum += sign * value;
        _squares += sign * value * value;
        _used += sign;
    }
}
