using System.Text.Json;
using IndustrialAgents.Assets;
using IndustrialAgents.Json;

namespace IndustrialAgents.Orleans.Assets;

/// <summary>An asset's incidents as they are stored. Not thread-safe.</summary>
internal sealed class IncidentLog(AssetPath asset, AssetState state, int limit)
{
    /// <summary>What an agent goes on from.</summary>
    public AgentState Agent => new()
    {
        Open = Find(cleared: false) is { } open ? Agents(open) : null,
        LastClosed = Find(cleared: true) is { } closed ? Agents(closed) : null,
        JudgedUntil = state.JudgedUntil,
    };

    /// <summary>The incident that is open; null while all is quiet.</summary>
    public StoredIncident? Open => Find(cleared: false);

    /// <summary>All, newest first.</summary>
    public IReadOnlyList<AssetIncident> All => state.Incidents is { } incidents ? [.. incidents.AsEnumerable().Reverse().Select(Read)] : [];

    /// <summary>Takes in what rows did to the alarm.</summary>
    /// <returns>The incidents that changed, as they are now.</returns>
    public List<StoredIncident> Take(IReadOnlyList<IncidentChange> changes, long judgedUntil)
    {
        var changed = new List<StoredIncident>(changes.Count);
        foreach (var (_, incident) in changes)
        {
            var incidents = state.Incidents ??= [];
            var stored = incidents.Find(other => other.Raised == incident.Raised);
            if (stored is null)
            {
                incidents.Add(stored = new StoredIncident { Raised = incident.Raised });
                if (incidents.Count > limit)
                {
                    incidents.RemoveAt(0);
                }
            }

            (stored.Cleared, stored.Peak) = (incident.Cleared, incident.Peak);
            changed.Add(stored);
        }

        state.JudgedUntil = judgedUntil;
        return changed;
    }

    /// <summary>Reads an incident.</summary>
    public AssetIncident Read(StoredIncident stored) => new()
    {
        Asset = asset,
        Raised = stored.Raised,
        Cleared = stored.Cleared,
        Peak = stored.Peak,
        Answer = stored.Answer is { } answer ? JsonSerializer.Deserialize<Answer>(answer, ContractJson.Options) : null,
        Error = stored.Error,
    };

    /// <summary>Notes what the router said.</summary>
    public static void Note(StoredIncident incident, Answer answer) => incident.Answer = JsonSerializer.Serialize(answer, ContractJson.Options);

    private Incident Agents(StoredIncident stored) => new() { Asset = asset, Raised = stored.Raised, Cleared = stored.Cleared, Peak = stored.Peak };

    private StoredIncident? Find(bool cleared) => state.Incidents?.FindLast(incident => incident.Cleared is not null == cleared);
}
