namespace IndustrialAgents.Routing;

/// <summary>What became of a delta.</summary>
/// <param name="Outcome">Whether it was appended.</param>
/// <param name="Version">Version of the statistics now.</param>
/// <param name="Changed">Whether it raised the version.</param>
public readonly record struct LossAppend(LossAppendOutcome Outcome, long Version, bool Changed)
{
    /// <summary>
    /// Whether the router that brought the delta has the current state once it calls <see cref="LossGate.Acknowledge"/>, and so needs no
    /// statistics in reply.
    /// </summary>
    /// <param name="knownVersion">The version the router was last rebased on; 0 for none.</param>
    public bool LeavesCurrent(long knownVersion) =>
        Outcome == LossAppendOutcome.Appended && knownVersion == (Changed ? Version - 1 : Version);
}
