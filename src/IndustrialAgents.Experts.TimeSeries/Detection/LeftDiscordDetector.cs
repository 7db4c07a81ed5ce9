namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Finds shapes that were never seen, by the <see cref="LeftDiscord"/> profile of each channel: needs no fitting. The score is that of the channel
/// whose latest window is farthest from all before. A missing value stands as its channel's last good one. Not thread-safe.
/// </summary>
public sealed class LeftDiscordDetector : IBlamingDetector
{
    private readonly LeftDiscord[] _profiles;
    private readonly int[] _compared;
    private readonly double[] _scores;
    private readonly float[] _held;
    private readonly LeftDiscordOptions _options;
    private readonly double _unit;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="channels">Number of values in a row.</param>
    /// <param name="options">How it compares.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or the options make no sense.</exception>
    public LeftDiscordDetector(int channels, LeftDiscordOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        _options = options ?? new LeftDiscordOptions();
        if (_options.WarmUp < 0 || !(_options.Limit > 0) || _options.Limit > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"warm-up {_options.WarmUp} and limit {_options.Limit}; the first must not be negative, the second above 0 and at most 1");
        }

        _profiles = [.. Enumerable.Range(0, channels).Select(_ => new LeftDiscord(_options.Window, _options.History))];
        (_compared, _scores, _held) = (new int[channels], new double[channels], new float[channels]);
        _unit = _options.Limit * 2 * Math.Sqrt(_options.Window);
        Reset();
    }

    /// <inheritdoc/>
    public int Channels => _profiles.Length;

    /// <summary>1: scores are multiples of the limit.</summary>
    public double Threshold => 1;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        if (row.Length != Channels)
        {
            throw new ArgumentException($"a row of {row.Length} values; the detector has {Channels} channels", nameof(row));
        }

        var score = double.NaN;
        for (var c = 0; c < row.Length; c++)
        {
            _held[c] = float.IsFinite(row[c]) ? row[c] : _held[c];
            var distance = float.IsNaN(_held[c]) ? double.NaN : _profiles[c].Push(_held[c]);
            if (!double.IsNaN(distance) && ++_compared[c] > _options.WarmUp)
            {
                _scores[c] = distance / _unit;
                score = double.IsNaN(score) ? _scores[c] : Math.Max(score, _scores[c]);
                _compared[c] = _options.WarmUp + 1;
            }
        }

        return score;
    }

    /// <summary>The score of each channel at the last row, as a multiple of the limit; 0 before it is judged.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => _scores.CopyTo(contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Fill(_held, float.NaN);
        Array.Clear(_compared);
        Array.Clear(_scores);
        foreach (var profile in _profiles)
        {
            profile.Reset();
        }
    }
}
