using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>
/// The other silos as this one knows them by their reports. A silo is known once it has reported, so no placement waits for what membership or
/// metadata caches may not know yet; one that fell silent is left out before membership has voted. Thread-safe.
/// </summary>
internal sealed class SiloTable(IOptions<ClusterOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, SiloView> _silos = [];

    // Read on every request: replaced as a whole when a silo comes or goes.
    private volatile SiloView[] _known = [];
    private long _swept = time.GetTimestamp();

    /// <summary>The silos that have reported and were not taken for lost, as of now.</summary>
    public IReadOnlyList<SiloView> Known => _known;

    /// <summary>Takes in a report; one that was taken for lost is known again.</summary>
    public void Note(SiloAddress silo, SiloReport report)
    {
        lock (_lock)
        {
            if (!_silos.TryGetValue(silo, out var view) || view.Lost.IsCancellationRequested)
            {
                view = _silos[silo] = new SiloView(silo, report, time);
                Publish();
            }

            view.Note(report);
        }
    }

    /// <summary>Takes a silo for lost: what waits for it goes elsewhere.</summary>
    public void Lose(SiloAddress silo)
    {
        lock (_lock)
        {
            if (_silos.TryGetValue(silo, out var view))
            {
                view.Lose();
                Publish();
            }
        }
    }

    /// <summary>Keeps to the members of the cluster, and takes those for lost that were silent too long.</summary>
    public void Sweep(IReadOnlySet<SiloAddress> members)
    {
        lock (_lock)
        {
            // After a pause of this silo itself all others seem silent, and none is.
            var paused = time.GetElapsedTime(_swept) > options.Value.LostAfter / 2;
            _swept = time.GetTimestamp();
            foreach (var (silo, view) in _silos)
            {
                if (!members.Contains(silo))
                {
                    view.Lose();
                    _silos.Remove(silo);
                }
                else if (!paused && view.Silence > options.Value.LostAfter)
                {
                    view.Lose();
                }
            }

            Publish();
        }
    }

    private void Publish() => _known = [.. _silos.Values.Where(view => !view.Lost.IsCancellationRequested)];
}
