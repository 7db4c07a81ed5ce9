namespace IndustrialAgents.Assets;

/// <summary>
/// Judges rows against the exponentially weighted mean and variance of each channel's past, with the weighted recurrences of West (1979) and
/// weights that halve every <see cref="BaselineOptions.HalfLifeRows"/> rows (Finch 2009): mean = Σwx/Σw and variance = Σw(x − mean)²/Σw, exactly,
/// from the first row on. The score of a row is the largest |x − mean|/deviation over its channels, before the row counts itself. Values that
/// are not finite leave their channel as it was. Needs no fitting; 24 bytes a channel, and <see cref="Push"/> allocates nothing. Not thread-safe.
/// </summary>
public sealed class BaselineDetector : IStreamingDetector
{
    private readonly BaselineOptions _options;
    private readonly double _decay;
    private readonly double _warmWeight;
    private readonly Moments[] _moments;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="channels">Values in a row.</param>
    /// <param name="options">How it learns; may be shared by all detectors.</param>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public BaselineDetector(int channels, BaselineOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        _options = options ?? Default;
        _options.Validate();
        _decay = Math.Pow(2, -1 / _options.HalfLifeRows);

        // The sum of weights says how many values were seen, so no counter is kept; half a step below it stands clear of rounding.
        _warmWeight = WeightOf(_options.WarmUpRows - 0.5);
        _moments = new Moments[channels];
    }

    private static BaselineOptions Default { get; } = new();

    /// <inheritdoc/>
    public int Channels => _moments.Length;

    /// <inheritdoc/>
    public double Threshold => _options.Threshold;

    /// <inheritdoc/>
    public double Push(ReadOnlySpan<float> row)
    {
        if (row.Length != _moments.Length)
        {
            throw new ArgumentException($"a row of {row.Length} values for {_moments.Length} channels", nameof(row));
        }

        var score = double.NaN;
        for (var i = 0; i < row.Length; i++)
        {
            if (!float.IsFinite(row[i]))
            {
                continue;
            }

            ref var moments = ref _moments[i];
            if (moments.Weight >= _warmWeight)
            {
                var z = Math.Abs(row[i] - moments.Mean) / DeviationOf(moments);

                // Also true where the score is NaN still.
                score = z <= score ? score : z;
            }

            moments.Add(row[i], _decay);
        }

        return score;
    }

    /// <summary>Mean and standard deviation that a channel's next value is judged by; NaN until it was seen.</summary>
    /// <param name="channel">Index of the channel.</param>
    public (double Mean, double Deviation) Expect(int channel) =>
        _moments[channel].Weight > 0 ? (_moments[channel].Mean, DeviationOf(_moments[channel])) : (double.NaN, double.NaN);

    /// <inheritdoc/>
    public void Reset() => Array.Clear(_moments);

    private double WeightOf(double rows) => (1 - Math.Pow(_decay, rows)) / (1 - _decay);

    private double DeviationOf(in Moments moments) => Math.Max(
        Math.Sqrt(moments.Squares / moments.Weight),
        Math.Max(_options.MinDeviation, _options.MinRelativeDeviation * Math.Abs(moments.Mean)));

    // Sum of weights, weighted mean, and weighted sum of squared differences from it.
    private struct Moments
    {
        public double Weight;
        public double Mean;
        public double Squares;

        public void Add(double value, double decay)
        {
            Weight = (decay * Weight) + 1;
            var difference = value - Mean;
            Mean += difference / Weight;
            Squares = (decay * Squares) + (difference * (value - Mean));
        }
    }
}
