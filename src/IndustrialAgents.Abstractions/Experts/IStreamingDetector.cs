namespace IndustrialAgents;

/// <summary>
/// A detector that judges sensor rows one by one as they arrive, without a request: the native form of an anomaly expert. It has state: one
/// instance an asset, not thread-safe.
/// </summary>
public interface IStreamingDetector
{
    /// <summary>Number of values in a row.</summary>
    int Channels { get; }

    /// <summary>Scores above it are unusual.</summary>
    double Threshold { get; }

    /// <summary>Judges the next row.</summary>
    /// <param name="row">One value a channel, in the order and units the detector was fitted on.</param>
    /// <returns>The score of the row, rising with how unusual it is; NaN until enough rows were seen.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    double Push(ReadOnlySpan<float> row);

    /// <summary>Forgets the rows seen, as after a gap in the data.</summary>
    void Reset();
}
