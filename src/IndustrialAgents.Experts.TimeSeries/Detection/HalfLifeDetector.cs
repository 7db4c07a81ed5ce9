namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Compares an exponentially weighted mean of the recent past with a slow baseline, mean and deviation, that follows drift: needs no fitting, learns
/// from what it sees, once and in order. A channel without a good value stays as it was, and is not judged before its first ones.
/// </summary>
public sealed class HalfLifeDetector : IBlamingDetector
{
    private readonly HalfLifeOptions _options;
    private readonly Baseline[] _baselines;
    private readonly double _keepFast;
    private readonly double _keepSlow;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="channels">Number of values in a row.</param>
    /// <param name="options">How channels are followed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or the options make no sense.</exception>
    public HalfLifeDetector(int channels, HalfLifeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        _options = options ?? new HalfLifeOptions();
        if (!(_options.Fast > 0) || !(_options.Slow > _options.Fast) || !double.IsFinite(_options.Slow))
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"half-lives of {_options.Fast} and {_options.Slow} samples; the slow one must be the longer, both positive");
        }

        if (_options.WarmUp < 2 || !(_options.Limit > 0) || !double.IsFinite(_options.Limit))
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"warm-up {_options.WarmUp} and limit {_options.Limit}; at least 2 samples, and a positive limit");
        }

        _baselines = new Baseline[channels];
        (_keepFast, _keepSlow) = (Math.Pow(0.5, 1 / _options.Fast), Math.Pow(0.5, 1 / _options.Slow));
    }

    /// <inheritdoc/>
    public int Channels => _baselines.Length;

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
            ref var baseline = ref _baselines[c];
            if (float.IsFinite(row[c]))
            {
                Follow(ref baseline, row[c]);
            }

            if (baseline.Count >= _options.WarmUp)
            {
                score = double.IsNaN(score) ? baseline.Score : Math.Max(score, baseline.Score);
            }
        }

        return score;
    }

    /// <summary>The score of each channel at the last row, as a multiple of the limit; 0 before it is judged.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions)
    {
        for (var c = 0; c < Channels; c++)
        {
            contributions[c] = _baselines[c].Count >= _options.WarmUp ? _baselines[c].Score : 0;
        }
    }

    /// <inheritdoc/>
    public void Reset() => Array.Clear(_baselines);

    private void Follow(ref Baseline baseline, double value)
    {
        // The first values weigh alike: a mean that starts at the first one would take a half-life to forget it.
        baseline.FastWeight = (_keepFast * baseline.FastWeight) + 1;
        baseline.SlowWeight = (_keepSlow * baseline.SlowWeight) + 1;
        baseline.Fast += (value - baseline.Fast) / baseline.FastWeight;
        if (baseline.Count++ > 0)
        {
            // What never moved has no deviation: a millionth of its size stands in, so that the first move is unusual and the score finite.
            var deviation = Math.Sqrt(baseline.Variance) + (1e-6 * Math.Abs(baseline.Slow)) + 1e-12;
            baseline.Score = Math.Abs(baseline.Fast - baseline.Slow) / (deviation * _options.Limit);
        }

        var difference = value - baseline.Slow;
        baseline.Slow += difference / baseline.SlowWeight;
        baseline.Variance += ((baseline.Count > 1 ? difference * difference : 0) - baseline.Variance) / baseline.SlowWeight;
    }

    private record struct Baseline(double Fast, double Slow, double Variance, double FastWeight, double SlowWeight, long Count, double Score);
}
