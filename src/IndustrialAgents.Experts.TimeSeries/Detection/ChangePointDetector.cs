namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Finds lasting changes of a value's mean by cumulative sums on both sides (Page 1954, doi:10.1093/biomet/41.1-2.100), and says when the change began.
/// After a change it learns the new mean and deviation from the next rows. A value that is not finite is passed over. Not thread-safe.
/// </summary>
public sealed class ChangePointDetector
{
    private readonly int _learn;
    private readonly double _slack;
    private readonly double _limit;
    private long _row;
    private int _learned;
    private double _mean;
    private double _squares;
    private (double Sum, long Since) _up;
    private (double Sum, long Since) _down;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="learn">Rows from which mean and deviation are learned, at least 2.</param>
    /// <param name="slack">Deviations from the mean that are no change: half of the smallest change worth finding.</param>
    /// <param name="limit">Sum of deviations beyond the slack at which a change is told; 8 with a slack of .5 is one false one in some 9,600 independent normal rows of known mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ChangePointDetector(int learn = 100, double slack = 0.5, double limit = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(learn, 2);
        if (!(slack >= 0) || !(limit > 0) || !double.IsFinite(slack) || !double.IsFinite(limit))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), $"slack {slack} and limit {limit}; both must be finite, the slack not negative, the limit positive");
        }

        (_learn, _slack, _limit) = (learn, slack, limit);
    }

    /// <summary>The greater of both sums after the last value; where that was a change, the sum that told it.</summary>
    public double Sum { get; private set; }

    /// <summary>Whether mean and deviation are being learned, so that no change can show.</summary>
    public bool IsLearning => _learned < _learn;

    /// <summary>Whether they were learned once.</summary>
    public bool HasLearned { get; private set; }

    /// <summary>Takes the next value.</summary>
    /// <returns>The row, counted from 0, with which a change began that shows now; null where none shows.</returns>
    public long? Push(double value)
    {
        var row = _row++;
        if (!double.IsFinite(value))
        {
            return null;
        }

        if (_learned < _learn)
        {
            var difference = value - _mean;
            _mean += difference / ++_learned;
            _squares += difference * (value - _mean);
            Sum = 0;
            HasLearned |= !IsLearning;
            return null;
        }

        // A constant has no deviation: a millionth of its size stands in, so that its first move is a change.
        var deviation = Math.Max(Math.Sqrt(_squares / _learned), (1e-6 * Math.Abs(_mean)) + 1e-12);
        var z = (value - _mean) / deviation;
        _up = Follow(_up, z, row);
        _down = Follow(_down, -z, row);
        var (sum, since) = _up.Sum >= _down.Sum ? _up : _down;
        Sum = sum;
        if (sum <= _limit)
        {
            return null;
        }

        Forget();
        return since;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Forget();
        (_row, Sum, HasLearned) = (0, 0, false);
    }

    private (double Sum, long Since) Follow((double Sum, long Since) side, double z, long row)
    {
        var sum = side.Sum + z - _slack;
        return sum <= 0 ? (0, 0) : (sum, side.Sum > 0 ? side.Since : row);
    }

    private void Forget() => (_learned, _mean, _squares, _up, _down) = (0, 0, 0, (0, 0), (0, 0));
}
