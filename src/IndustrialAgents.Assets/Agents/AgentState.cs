namespace IndustrialAgents.Assets;

/// <summary>
/// What a host stores of an agent whenever an incident opens or closes, so that <see cref="AssetAgent.Replay"/> can go on from there. All else
/// comes back from the stored rows.
/// </summary>
public sealed record AgentState
{
    /// <summary>The state of an agent that never had an incident.</summary>
    public static AgentState Initial { get; } = new();

    /// <summary>The incident that is open; null while all is quiet.</summary>
    public Incident? Open { get; init; }

    /// <summary>The incident that ended last; null where none has.</summary>
    public Incident? LastClosed { get; init; }

    /// <summary>
    /// Time of the last row that this state takes into account, as UTC ticks; later rows are judged again when they are replayed.
    /// <see cref="long.MaxValue"/> judges none again.
    /// </summary>
    public long JudgedUntil { get; init; } = long.MinValue;
}
