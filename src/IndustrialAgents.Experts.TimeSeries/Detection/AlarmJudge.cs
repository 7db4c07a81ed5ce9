namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Follows the scores of one window or one asset by an <see cref="AlarmRule"/>. Not thread-safe.</summary>
internal sealed class AlarmJudge
{
    private static readonly double Undecided = Math.BitDecrement(0.5);
    private readonly AlarmRule _rule;
    private readonly RecentMedian _median;
    private readonly AlarmHysteresis _alarm;

    public AlarmJudge(AlarmRule rule)
    {
        _rule = rule;
        Level = rule.Level;
        _median = new RecentMedian(rule.Recent);
        _alarm = new AlarmHysteresis(Level, rule.ClearLevel, rule.RowsToRaise, rule.RowsToClear);
        FalseAlarmRate = rule.FalseAlarmRate ?? rule.Calibration?.Conformal(Math.BitIncrement(Level));
    }

    /// <summary>The level above which a median raises the alarm.</summary>
    public double Level { get; }

    /// <summary>Rate at which a normal median lies above the level, as it was set, or at most, as it was measured; null where it was neither.</summary>
    public double? FalseAlarmRate { get; }

    /// <summary>The last median.</summary>
    public double Median { get; private set; }

    /// <summary>Whether the alarm is on.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>The last median's p-value; null where there is no calibration.</summary>
    public double? PValue => _rule.Calibration?.PValue(Median);

    /// <summary>
    /// Probability of an anomaly, at least one half just where the alarm is on: the odds are the median over the level to the power of the sharpness. Not
    /// by the p-value: how rare a score is in normal operation does not say how likely faults are, and p-values far out are extrapolated.
    /// </summary>
    public double Probability
    {
        get
        {
            var odds = Math.Pow(Math.Max(0, Median / Level), _rule.Sharpness);
            var probability = double.IsPositiveInfinity(odds) ? 1 : odds / (1 + odds);
            return IsRaised ? Math.Max(0.5, probability) : Math.Min(Undecided, probability);
        }
    }

    /// <summary>Takes the next score; one that is NaN changes nothing.</summary>
    /// <param name="score">The score.</param>
    /// <param name="isLast">Whether to decide on fewer scores than the rule wants.</param>
    public void Push(double score, bool isLast = false)
    {
        if (double.IsNaN(score))
        {
            return;
        }

        Median = _median.Push(score);
        if (_median.Count == _rule.Recent || isLast)
        {
            IsRaised = _alarm.Push(Median);
        }
    }

    public void Clear()
    {
        _median.Clear();
        _alarm.Reset();
        (Median, IsRaised) = (0, false);
    }
}
