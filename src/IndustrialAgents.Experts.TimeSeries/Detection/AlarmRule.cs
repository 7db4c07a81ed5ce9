using System.Text.Json.Serialization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// When scores that are multiples of a detector's limit make an alarm: the median of the last scores is judged, so that an alarm needs more than half
/// of them above; it is raised above one level and cleared at a lower one.
/// </summary>
public record AlarmRule
{
    /// <summary>Scores whose median is judged, at least 1.</summary>
    public int Recent { get; init; } = 1;

    /// <summary>Scores that must be there before there is an alarm, at least 1.</summary>
    public int Least { get; init; } = 1;

    /// <summary>What normal medians are like; null where it was not measured.</summary>
    public ScoreCalibration? Calibration { get; init; }

    /// <summary>Rate of false alarms that sets the level, by the calibration; null for the detector's own limit, whose rate is then told.</summary>
    public double? FalseAlarmRate { get; init; }

    /// <summary>Share of the level at or below which the alarm is cleared, above 0 and at most 1.</summary>
    public double Clear { get; init; } = 1;

    /// <summary>
    /// Rate at which normal medians are above the level at which the alarm is cleared, by the calibration; where that is the higher level it is cleared
    /// by <see cref="Clear"/>. Null for <see cref="Clear"/> alone.
    /// </summary>
    public double? ClearRate { get; init; }

    /// <summary>Successive medians above the level that raise the alarm.</summary>
    public int RowsToRaise { get; init; } = 1;

    /// <summary>Successive medians that clear it.</summary>
    public int RowsToClear { get; init; } = 1;

    /// <summary>Steepness of the probability: the odds are the median over the level to the power of it.</summary>
    public double Sharpness { get; init; } = 2;

    /// <summary>The level above which a median raises the alarm.</summary>
    [JsonIgnore]
    public double Level => FalseAlarmRate is { } rate ? Calibration!.Level(rate) : 1;

    /// <summary>The level at or below which a median clears it.</summary>
    [JsonIgnore]
    public double ClearLevel => ClearRate is { } rate ? Math.Min(Clear * Level, Calibration!.Level(rate)) : Clear * Level;

    /// <summary>The option that is wrong and why; null where none is.</summary>
    internal (string Option, string Why)? Fault() =>
        Recent is < 1 or > 1_000_000 ? ("recent", $"{Recent} samples; it must be at least 1, and at most 1,000,000")
        : Least < 1 ? ("least", $"{Least} samples; it must be at least 1")
        : !(Clear > 0) || Clear > 1 ? ("clear", $"{Clear}; it must be above 0 and at most 1")
        : RowsToRaise < 1 ? ("rowsToRaise", $"{RowsToRaise}; it must be at least 1")
        : RowsToClear < 1 ? ("rowsToClear", $"{RowsToClear}; it must be at least 1")
        : !(Sharpness > 0) || !double.IsFinite(Sharpness) ? ("sharpness", $"{Sharpness}; it must be positive and finite")
        : Calibration?.Fault is { } fault ? ("calibration", fault)
        : FalseAlarmRate is { } rate && RateFault(rate) is { } wrong ? ("falseAlarmRate", wrong)
        : FalseAlarmRate is not null && !(Level > 0) ? ("falseAlarmRate", $"{FalseAlarmRate}; so many normal scores are not positive that no level tells such a rate")
        : ClearRate is { } clear && RateFault(clear) is { } why ? ("clearRate", why)
        : null;

    private string? RateFault(double rate) =>
        Calibration is null ? $"{rate} needs a calibration; fit the detector on more rows, or leave it out"
        : !(rate > 0) || !(rate < 1) ? $"{rate}; it must be between 0 and 1"
        : Calibration.Tail is null && rate < Calibration.LeastConformal ? $"{rate}; {Calibration.Count} scores without a tail tell no rate below {Calibration.LeastConformal}"
        : null;
}
