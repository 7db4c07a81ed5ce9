namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Finds changes of mean or spread of each channel by Bayesian online change-point detection (Adams, MacKay 2007, arXiv:0710.3742): needs no fitting. The
/// score is the probability that a channel has changed within the last rows, over the limit. The first values of a channel set the scale of its
/// prior. A missing value is passed over. Not thread-safe; a row allocates nothing.
/// </summary>
public sealed class BayesianChangeDetector : IBlamingDetector
{
    private readonly BayesianChangeOptions _options;
    private readonly RunLengths[] _runs;
    private readonly double[][] _first;
    private readonly int[] _seen;
    private readonly double[] _scores;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="channels">Number of values in a row.</param>
    /// <param name="options">How channels are followed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or the options make no sense.</exception>
    public BayesianChangeDetector(int channels, BayesianChangeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        _options = options ?? new BayesianChangeOptions();
        if (_options.Fault is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(options), fault);
        }

        _runs = [.. Enumerable.Range(0, channels).Select(_ => new RunLengths(_options.MeanRun, _options.MaxRun, _options.PriorWeight))];
        _first = [.. Enumerable.Range(0, channels).Select(_ => new double[_options.WarmUp])];
        (_seen, _scores) = (new int[channels], new double[channels]);
    }

    /// <inheritdoc/>
    public int Channels => _runs.Length;

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
            if (float.IsFinite(row[c]))
            {
                Follow(c, row[c]);
            }

            if (_seen[c] >= _options.WarmUp)
            {
                score = double.IsNaN(score) ? _scores[c] : Math.Max(score, _scores[c]);
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
        Array.Clear(_seen);
        Array.Clear(_scores);
    }

    private void Follow(int channel, double value)
    {
        var runs = _runs[channel];
        if (_seen[channel] >= _options.WarmUp)
        {
            runs.Push(value);
        }
        else
        {
            var first = _first[channel];
            first[_seen[channel]++] = value;
            if (_seen[channel] < _options.WarmUp)
            {
                return;
            }

            var mean = 0.0;
            var squares = 0.0;
            foreach (var one in first)
            {
                mean += one / first.Length;
            }

            foreach (var one in first)
            {
                squares += (one - mean) * (one - mean) / first.Length;
            }

            // What never moved has no deviation: a millionth of its size stands in.
            var least = (1e-6 * Math.Abs(mean)) + 1e-12;
            runs.Begin(mean, Math.Max(squares, least * least));
            foreach (var one in first)
            {
                runs.Push(one);
            }
        }

        _scores[channel] = runs.AtMost(_options.Recent) / _options.Limit;
    }
}
