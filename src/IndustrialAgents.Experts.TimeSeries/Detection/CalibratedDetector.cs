namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A streaming detector with the alarm of its expert: the median of the last scores is judged, by the limit or at a stated rate of false alarms, with
/// hysteresis, and has a p-value where the expert was calibrated. Not thread-safe.
/// </summary>
public sealed class CalibratedDetector : IBlamingDetector
{
    private readonly IBlamingDetector _detector;
    private readonly AlarmJudge _judge;

    /// <summary>Makes one of a detector that has seen nothing.</summary>
    /// <param name="detector">The detector, whose threshold is 1; this one's alone.</param>
    /// <param name="rule">When its scores make an alarm.</param>
    /// <exception cref="InvalidRequestException">The rule makes no sense.</exception>
    public CalibratedDetector(IBlamingDetector detector, AlarmRule rule)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Fault() is var (option, why))
        {
            throw new InvalidRequestException(option, why);
        }

        (_detector, _judge) = (detector, new AlarmJudge(rule));
    }

    /// <inheritdoc/>
    public int Channels => _detector.Channels;

    /// <summary>The level above which a median raises the alarm.</summary>
    public double Threshold => _judge.Level;

    /// <summary>Rate at which normal medians lie above the threshold, as it was set, or at most, as it was measured; null where it was neither.</summary>
    public double? FalseAlarmRate => _judge.FalseAlarmRate;

    /// <summary>The last median's p-value; null where there is no calibration, or no score yet.</summary>
    public double? PValue { get; private set; }

    /// <summary>Whether the alarm is on.</summary>
    public bool IsRaised => _judge.IsRaised;

    /// <summary>Judges the next row.</summary>
    /// <param name="row">One value a channel.</param>
    /// <returns>The median of the last scores; NaN until there is one.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public double Push(ReadOnlySpan<float> row)
    {
        var score = _detector.Push(row);
        _judge.Push(score);
        PValue = double.IsNaN(score) ? null : _judge.PValue;
        return double.IsNaN(score) ? double.NaN : _judge.Median;
    }

    /// <inheritdoc/>
    public void Blame(Span<double> contributions) => _detector.Blame(contributions);

    /// <inheritdoc/>
    public void Reset()
    {
        _detector.Reset();
        _judge.Clear();
        PValue = null;
    }
}
