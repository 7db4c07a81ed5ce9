namespace IndustrialAgents.Routing;

/// <summary>
/// Puts what several routers learned into one order: it appends their deltas as they arrive, each once, so that its statistics are what one
/// router would have learned from the feedback in that order, and every router that is rebased on them arrives there too. It knows which of the
/// stored feedback it has learned, and learns from the store what nobody brings. Thread-safe.
/// </summary>
public sealed class LossSequencer
{
    /// <summary>The longest name of a replica.</summary>
    public const int MaxReplicaName = 256;

    private const long VersionsBetweenStores = 1L << 32;

    private readonly LossSequencerOptions _limits;
    private readonly LossStatistics _statistics;
    private readonly PositionSet _learned;

    // By when they last came, the longest silent first.
    private readonly LinkedList<(string Replica, long Number)> _bySilence = [];
    private readonly Dictionary<string, LinkedListNode<(string Replica, long Number)>> _replicas = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private byte[]? _bytes;
    private long _version;

    /// <summary>A sequencer that has learned nothing.</summary>
    /// <param name="options">The options of the routers' gates.</param>
    /// <param name="limits">Its bounds.</param>
    public LossSequencer(RouterOptions options, LossSequencerOptions? limits = null)
    {
        _limits = limits ?? new LossSequencerOptions();
        _statistics = new LossStatistics(options);
        _learned = new PositionSet(_limits.MaxGaps);
    }

    /// <summary>Version of the statistics, raised with every change; 0 at the very start.</summary>
    public long Version => Read(() => _version);

    /// <summary>All stored feedback up to this position is learned.</summary>
    public long Watermark => Read(() => _learned.Watermark);

    /// <summary>The highest position that is learned; 0 where none is.</summary>
    public long Highest => Read(() => _learned.Highest);

    /// <summary>How many gaps there are between the positions that are learned.</summary>
    public int Gaps => Read(() => _learned.Ranges.Count);

    /// <summary>A copy of the statistics.</summary>
    public LossStatistics Snapshot() => Read(_statistics.Clone);

    /// <summary>Whether feedback of a position was learned, or was closed as one that nobody has.</summary>
    public bool IsLearned(long position) => Read(() => _learned.Contains(position));

    /// <summary>The statistics in their binary form, with their version. The bytes are shared: read only.</summary>
    public (byte[] Statistics, long Version) ReadStatistics()
    {
        lock (_lock)
        {
            return (_bytes ??= _statistics.ToBytes(), _version);
        }
    }

    /// <summary>
    /// Takes in what a router learned. A delta that came before changes nothing: each replica's deltas come in the order of their numbers, and a
    /// delta with feedback that is learned already is refused as a whole, so nothing counts twice even where a replica was forgotten.
    /// </summary>
    /// <param name="replica">The router, by a name that no other one has had.</param>
    /// <param name="number">The delta's number, from 1.</param>
    /// <param name="statistics">What was learned; copied.</param>
    /// <param name="positions">Positions of the feedback it was learned from.</param>
    /// <exception cref="ArgumentException">The replica has no name or too long a one, a number or position is not positive, or there are statistics without positions.</exception>
    public LossAppend Append(string replica, long number, LossStatistics statistics, IReadOnlyList<long> positions)
    {
        ArgumentException.ThrowIfNullOrEmpty(replica);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replica.Length, MaxReplicaName, nameof(replica));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        ArgumentNullException.ThrowIfNull(statistics);
        var sorted = positions.Order().ToArray();
        if (sorted.Length > 0 ? sorted[0] <= 0 : statistics.Contexts > 0)
        {
            throw new ArgumentException("every delta names the positions, from 1, of the feedback it was learned from", nameof(positions));
        }

        lock (_lock)
        {
            if (!Remember(replica, number))
            {
                return new LossAppend(LossAppendOutcome.Repeated, _version, false);
            }

            if (sorted.Length == 0)
            {
                return new LossAppend(LossAppendOutcome.Appended, _version, false);
            }

            for (var i = 0; i < sorted.Length; i++)
            {
                if (_learned.Contains(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1]))
                {
                    return new LossAppend(LossAppendOutcome.Overlapped, _version, false);
                }
            }

            _statistics.Append(statistics);
            Array.ForEach(sorted, _learned.Add);
            return new LossAppend(LossAppendOutcome.Appended, Raise(), true);
        }
    }

    /// <summary>Learns a piece of stored feedback that no router brought. Its position counts as learned afterwards, also where it cannot be judged.</summary>
    /// <param name="feedback">The feedback.</param>
    /// <param name="problem">Why it cannot be judged any more; null where it can.</param>
    /// <returns>Whether it was learned now.</returns>
    public bool Learn(StoredFeedback feedback, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        problem = null;
        lock (_lock)
        {
            if (_learned.Contains(feedback.Position))
            {
                return false;
            }

            _learned.Add(feedback.Position);
            try
            {
                _statistics.Learn(feedback.Decision.Request, FeedbackLosses.Of(feedback.Decision, feedback.Feedback));
            }
            catch (InvalidRequestException e)
            {
                problem = e.Message;
                return false;
            }

            Raise();
            return true;
        }
    }

    /// <summary>Says that all stored feedback up to a position is learned: a position that is missing there is nobody's.</summary>
    public void Close(long position)
    {
        lock (_lock)
        {
            _learned.Close(position);
        }
    }

    /// <summary>All of its state in binary form: versioned and with a checksum.</summary>
    public byte[] ToBytes()
    {
        lock (_lock)
        {
            return LossSequencerCodec.Encode(new(_version, ReadStatistics().Statistics, _learned.Watermark, _learned.Ranges, _bySilence));
        }
    }

    /// <summary>
    /// Makes a sequencer of its binary form. Its version is far above the one that was written, since versions that came after may have been
    /// given out: no version ever means two states.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another version.</exception>
    public static LossSequencer FromBytes(byte[] bytes, RouterOptions options, LossSequencerOptions? limits = null)
    {
        var stored = LossSequencerCodec.Decode(bytes);
        var sequencer = new LossSequencer(options, limits);
        sequencer._statistics.Append(LossStatistics.FromBytes(stored.Statistics, options));
        sequencer._learned.Close(stored.Watermark);
        foreach (var (first, last) in stored.Ranges)
        {
            sequencer._learned.Add(first, last);
        }

        foreach (var (replica, number) in stored.Replicas)
        {
            sequencer.Remember(replica, number);
        }

        sequencer._version = stored.Version + VersionsBetweenStores;
        return sequencer;
    }

    private bool Remember(string replica, long number)
    {
        if (_replicas.TryGetValue(replica, out var node))
        {
            if (number <= node.Value.Number)
            {
                return false;
            }

            _bySilence.Remove(node);
        }

        _replicas[replica] = _bySilence.AddLast((replica, number));
        if (_replicas.Count > _limits.MaxReplicas)
        {
            _replicas.Remove(_bySilence.First!.Value.Replica);
            _bySilence.RemoveFirst();
        }

        return true;
    }

    private long Raise()
    {
        _bytes = null;
        return ++_version;
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
