using System.Collections.Concurrent;

namespace IndustrialAgents.Routing;

/// <summary>
/// Counts calls that go on after their request was given up, by expert: an expert that ignores cancellation must not pile up work without
/// bound. Thread-safe.
/// </summary>
internal sealed class AbandonedCalls(int limit)
{
    private readonly ConcurrentDictionary<ExpertId, int> _counts = new();

    /// <summary>Throws where too many calls of the expert still run.</summary>
    /// <exception cref="OverloadedException">There are.</exception>
    public void Require(ExpertId expert)
    {
        if (!_counts.IsEmpty && _counts.TryGetValue(expert, out var count) && count >= limit)
        {
            throw new OverloadedException($"{expert} (calls past their deadline)", limit);
        }
    }

    public void Add(ExpertId expert) => _counts.AddOrUpdate(expert, 1, static (_, count) => count + 1);

    public void Remove(ExpertId expert) => _counts.AddOrUpdate(expert, 0, static (_, count) => count - 1);
}
