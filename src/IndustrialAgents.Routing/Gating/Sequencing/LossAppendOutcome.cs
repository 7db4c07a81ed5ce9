namespace IndustrialAgents.Routing;

/// <summary>What became of a delta at a <see cref="LossSequencer"/>. Whatever it is, the delta need not be sent again.</summary>
public enum LossAppendOutcome
{
    /// <summary>It is in the statistics.</summary>
    Appended,

    /// <summary>It came before; nothing changed.</summary>
    Repeated,

    /// <summary>
    /// Some of its feedback is in the statistics already, by another way, and a delta cannot be taken apart; nothing changed. The rest of its
    /// feedback is learned from the store.
    /// </summary>
    Overlapped,
}
