namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Labelled rows by whether they were anomalous and whether a detector said so.</summary>
/// <param name="Hits">Anomalous rows that were found.</param>
/// <param name="FalseAlarms">Normal rows that were called anomalous.</param>
/// <param name="Misses">Anomalous rows that were not found.</param>
/// <param name="Quiet">Normal rows that were called normal.</param>
public readonly record struct DetectionCounts(long Hits, long FalseAlarms, long Misses, long Quiet)
{
    /// <summary>Harmonic mean of precision and recall, 0 to 1; 0 where there is nothing to find and nothing was found.</summary>
    public double F1 => Hits == 0 ? 0 : 2.0 * Hits / ((2 * Hits) + FalseAlarms + Misses);

    /// <summary>Share of normal rows that were called anomalous; 0 where there are none.</summary>
    public double FalseAlarmRate => FalseAlarms == 0 ? 0 : (double)FalseAlarms / (FalseAlarms + Quiet);

    /// <summary>Share of anomalous rows that were not found; 0 where there are none.</summary>
    public double MissedAlarmRate => Misses == 0 ? 0 : (double)Misses / (Misses + Hits);

    /// <summary>The counts with one row more.</summary>
    /// <param name="alarm">Whether the detector called it anomalous.</param>
    /// <param name="anomalous">Whether it was.</param>
    public DetectionCounts With(bool alarm, bool anomalous) => (alarm, anomalous) switch
    {
        (true, true) => this with { Hits = Hits + 1 },
        (true, false) => this with { FalseAlarms = FalseAlarms + 1 },
        (false, true) => this with { Misses = Misses + 1 },
        _ => this with { Quiet = Quiet + 1 },
    };
}
