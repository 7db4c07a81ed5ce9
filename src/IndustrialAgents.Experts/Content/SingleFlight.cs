using System.Collections.Concurrent;

namespace IndustrialAgents.Experts;

/// <summary>Lets callers who want the same thing at the same time share one piece of work. Thread-safe.</summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _running = new(StringComparer.Ordinal);

    /// <summary>Runs the work, or waits for the one under way. Cancelling ends the waiting of this caller only.</summary>
    public Task<T> RunAsync(string key, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = _running.GetOrAdd(key, _ => new Lazy<Task<T>>(() => Task.Run(() => RunAndForgetAsync(key, work))));
        return run.Value.WaitAsync(cancellationToken);
    }

    private async Task<T> RunAndForgetAsync(string key, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
