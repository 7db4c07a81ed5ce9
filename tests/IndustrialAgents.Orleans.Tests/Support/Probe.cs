using System.Collections.Concurrent;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>What test experts do and have seen, shared by all silos of one test's cluster. Thread-safe.</summary>
internal sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Expert, string Silo)> _calls = new();
    private int _cancelled;

    /// <summary>Every call that an expert has begun: which one, and on which silo.</summary>
    public IReadOnlyCollection<(string Expert, string Silo)> Calls => _calls;

    /// <summary>Calls that ended because they were cancelled.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Keeps an expert's calls from ending, until <see cref="Release"/>.</summary>
    public void Hold(string expert) => _gates[expert] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the calls of an expert end.</summary>
    public void Release(string expert)
    {
        if (_gates.TryRemove(expert, out var gate))
        {
            gate.TrySetResult();
        }
    }

    /// <summary>Silos on which an expert was called.</summary>
    public string[] SilosOf(string expert) => [.. _calls.Where(call => call.Expert == expert).Select(call => call.Silo).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Calls of an expert so far.</summary>
    public int CountOf(string expert) => _calls.Count(call => call.Expert == expert);

    /// <summary>Begins a call; ends when it may.</summary>
    public async Task EnterAsync(string expert, string silo, CancellationToken cancellationToken)
    {
        _calls.Enqueue((expert, silo));
        try
        {
            if (_gates.TryGetValue(expert, out var gate))
            {
                await gate.Task.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
    }
}
