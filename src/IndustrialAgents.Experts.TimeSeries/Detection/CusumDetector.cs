namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Finds lasting changes of the mean of each channel by cumulative sums (<see cref="ChangePointDetector"/>): needs no fitting. The score is the greatest
/// sum over the limit; where a change shows, it stays for as many rows as it is told, while mean and deviation are learned anew. A missing value is
/// passed over. Not thread-safe.
/// </summary>
public sealed class CusumDetector : IBlamingDetector
{
    private readonly ChangePointDetector[] _channels;
    private readonly double[] _told;
    private readonly int[] _rows;
    private readonly CusumOptions _options;

    /// <summary>Makes a detector that has seen nothing.</summary>
    /// <param name="channels">Number of values in a row.</param>
    /// <param name="options">How channels are followed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no channels, or the options make no sense.</exception>
    public CusumDetector(int channels, CusumOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        _options = options ?? new CusumOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Hold, 1, nameof(options));
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new ChangePointDetector(_options.Learn, _options.Slack, _options.Limit))];
        (_told, _rows) = (new double[channels], new int[channels]);
    }

    /// <inheritdoc/>
    public int Channels => _channels.Length;

    /// <summary>1: scores are multiples of the limit.</summary>
    public double Threshold => 1;

    /// <summary>The row, counted from 0, with which the change began that was told last; null where there was none.</summary>
    public long? LastChange { get; private set; }

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
            var change = _channels[c].Push(row[c]);
            LastChange = change ?? LastChange;
            var own = _channels[c].Sum / _options.Limit;
            if (change is not null)
            {
                (_told[c], _rows[c]) = (own, _options.Hold);
            }
            else if (_rows[c] == 0 || --_rows[c] == 0)
            {
                _told[c] = _channels[c].IsLearning ? 0 : own;
            }

            if (_channels[c].HasLearned)
            {
                score = double.IsNaN(score) ? _told[c] : Math.Max(score, _told[c]);
            }
        }

        return score;
    }

    /// <summary>The score of each channel at the last row, as a multiple of the limit.</summary>
    /// <param name="contributions">Receives one value a channel.</param>
    public void Blame(Span<double> contributions) => _told.CopyTo(contributions[..Channels]);

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_told);
        Array.Clear(_rows);
        LastChange = null;
        foreach (var channel in _channels)
        {
            channel.Reset();
        }
    }
}
