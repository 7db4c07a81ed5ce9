namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Stands in for values that are missing with the last good one of their channel, as the <c>window</c> step does. Not thread-safe.</summary>
internal sealed class ChannelHold(int channels)
{
    private readonly float[] _held = CreateEmpty(channels);

    /// <summary>The row with every missing value replaced; valid until the next call.</summary>
    public ReadOnlySpan<float> Row => _held;

    /// <summary>Takes the next row.</summary>
    /// <returns>Whether every channel has had a good value yet.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public bool Push(ReadOnlySpan<float> row)
    {
        if (row.Length != _held.Length)
        {
            throw new ArgumentException($"a row of {row.Length} values; the detector was fitted on {_held.Length} channels", nameof(row));
        }

        var whole = true;
        for (var c = 0; c < row.Length; c++)
        {
            _held[c] = float.IsFinite(row[c]) ? row[c] : _held[c];
            whole &= !float.IsNaN(_held[c]);
        }

        return whole;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Fill(_held, float.NaN);

    private static float[] CreateEmpty(int channels)
    {
        var values = new float[channels];
        Array.Fill(values, float.NaN);
        return values;
    }
}
