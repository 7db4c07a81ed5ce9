using System.Runtime.CompilerServices;

namespace IndustrialAgents.Routing;

/// <summary>
/// Keeps decisions in memory, for tests, benchmarks and nodes without a data folder. What it holds does not survive the process. Bounded:
/// the oldest decisions are forgotten first. Thread-safe.
/// </summary>
public sealed class InMemoryDecisionStore : IDecisionStore
{
    private readonly InMemoryDecisionStoreOptions _options;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _byAge = new();
    private readonly Dictionary<long, (string DecisionId, Feedback Feedback)> _feedback = [];
    private readonly Lock _lock = new();
    private long _bytes;
    private long _firstFeedback = 1;
    private long _nextFeedback = 1;

    /// <summary>An empty store.</summary>
    public InMemoryDecisionStore(InMemoryDecisionStoreOptions? options = null) => _options = options ?? new InMemoryDecisionStoreOptions();

    /// <summary>How many decisions are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A decision of that id is stored already.</exception>
    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken)
    {
        var entry = new Entry(decision, InputBytes(decision.Request));
        lock (_lock)
        {
            if (!_entries.TryAdd(decision.Id, entry))
            {
                throw new InvalidOperationException($"decision '{decision.Id}' is stored already");
            }

            _byAge.Enqueue(entry);
            _bytes += entry.Bytes;
            while (_byAge.Count > _options.MaxDecisions || (_bytes > _options.MaxInputBytes && _byAge.Count > 1))
            {
                Forget(_byAge.Dequeue());
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(feedback.DecisionId, out var entry))
            {
                throw new DecisionNotFoundException(feedback.DecisionId);
            }

            entry.Decision = entry.Decision with { Feedback = [.. entry.Decision.Feedback, feedback] };
            entry.Positions.Add(_nextFeedback);
            _feedback.Add(_nextFeedback, (feedback.DecisionId, feedback));
            return ValueTask.FromResult(_nextFeedback++);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_entries.TryGetValue(decisionId, out var entry) ? entry.Decision : null);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long position, end;
        lock (_lock)
        {
            (position, end) = (Math.Max(_firstFeedback, after + 1), _nextFeedback);
        }

        for (; position < end; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredFeedback? item = null;
            lock (_lock)
            {
                if (_feedback.TryGetValue(position, out var stored))
                {
                    item = new StoredFeedback(position, _entries[stored.DecisionId].Decision, stored.Feedback);
                }
            }

            if (item is not null)
            {
                yield return item;
            }
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private static long InputBytes(Request request)
    {
        var bytes = 0L;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            bytes += request.Inputs[i] switch
            {
                TextInput text => 2L * text.Text.Length,
                ImageInput image => image.Data.Length,
                SeriesInput series => (4L * series.Series.Values.Length) + series.Series.Quality.Length,
                TensorInput tensor => tensor.Tensor.Bytes.Length,
                _ => 0,
            };
        }

        return bytes;
    }

    private void Forget(Entry entry)
    {
        _entries.Remove(entry.Decision.Id);
        _bytes -= entry.Bytes;
        foreach (var position in entry.Positions)
        {
            _feedback.Remove(position);
        }

        while (_firstFeedback < _nextFeedback && !_feedback.ContainsKey(_firstFeedback))
        {
            _firstFeedback++;
        }
    }

    private sealed class Entry(Decision decision, long bytes)
    {
        public Decision Decision { get; set; } = decision;

        public long Bytes { get; } = bytes;

        public List<long> Positions { get; } = [];
    }
}
