namespace IndustrialAgents.Experts.Multimodal;

/// <summary>How one member fared.</summary>
/// <param name="Choice">The member.</param>
/// <param name="Reply">What it replied; null where it did not.</param>
/// <param name="Latency">Time from the call to its end, or to when it was given up.</param>
/// <param name="Error">Why it did not reply; null where it was given up, or replied.</param>
internal sealed record MemberOutcome(MemberChoice Choice, ExpertReply? Reply, TimeSpan Latency, Exception? Error)
{
    /// <summary>The member's part in an answer.</summary>
    /// <param name="used">Whether what it said was used.</param>
    /// <param name="weight">Its weight; 0 where it was not used.</param>
    /// <param name="lack">What its output lacks where it answered and was not used, such as <c>are no features of this space</c>.</param>
    public Contribution ToContribution(bool used, double weight, string lack) => new()
    {
        Expert = Choice.Entry.Id,
        Status = used ? ContributionStatus.Answered
            : Reply is not null ? ContributionStatus.Unused
            : Error is not null ? ContributionStatus.Failed
            : ContributionStatus.TimedOut,
        Weight = weight,
        Latency = Latency,
        Cost = Reply?.Cost ?? 0,
        ModelHash = Reply?.ModelHash,
        Output = Reply?.Output,
        Error = used ? null : WhyUnused(lack),
        Parts = Reply?.Parts ?? [],
    };

    /// <summary>Why what the member said, if anything, was not used.</summary>
    /// <param name="lack">As of <see cref="ToContribution"/>.</param>
    public string WhyUnused(string lack) =>
        Reply is not null ? $"its {Reply.Output.GetType().Name} {lack}"
        : Error is IndustrialAgentsException e ? e.Message
        : Error is not null ? $"it failed: {Error.Message}"
        : "it had not answered in time";
}
