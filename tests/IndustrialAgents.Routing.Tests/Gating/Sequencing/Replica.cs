namespace IndustrialAgents.Routing.Tests.Gating.Sequencing;

/// <summary>A router's gate and how it merges.</summary>
internal sealed class Replica(string name, RouterOptions options)
{
    private long _known;

    public LossGate Gate { get; } = new(options, replica: true);

    public string Name => name;

    /// <summary>One merge. Either way may be lost: the delta, or the reply after the sequencer took it in.</summary>
    /// <returns>What was appended in it, for the first time; null where nothing was.</returns>
    public LossDelta? Merge(LossSequencer sequencer, bool loseRequest = false, bool loseReply = false)
    {
        var delta = Gate.TakeDelta();
        if (loseRequest)
        {
            return null;
        }

        LossAppend? append = delta is null ? null : sequencer.Append(name, delta.Number, Sent(delta.Statistics), delta.Positions);
        if (!loseReply)
        {
            if (append?.LeavesCurrent(_known) ?? _known == sequencer.Version)
            {
                Gate.Acknowledge(delta?.Number ?? 0);
            }
            else
            {
                Gate.Rebase(LossStatistics.FromBytes(sequencer.ReadStatistics().Statistics, options), delta?.Number ?? 0);
            }

            _known = sequencer.Version;
        }

        return append is { Outcome: LossAppendOutcome.Appended } ? delta : null;
    }

    private LossStatistics Sent(LossStatistics statistics) => LossStatistics.FromBytes(statistics.ToBytes(), options);
}
