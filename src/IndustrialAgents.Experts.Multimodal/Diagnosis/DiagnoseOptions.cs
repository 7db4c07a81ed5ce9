namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Options of the expert <c>diagnose</c>.</summary>
public sealed record DiagnoseOptions
{
    /// <summary>The failure modes; empty to take the manifest's labels, or else every mode that a member's manifest names, and <see cref="Normal"/>.</summary>
    public IReadOnlyList<string> FailureModes { get; init; } = [];

    /// <summary>Prior of failure modes, positive; 1 for those not named. Need not sum to 1.</summary>
    public IReadOnlyDictionary<string, double> Prior { get; init; } = new Dictionary<string, double>();

    /// <summary>The mode that means no fault.</summary>
    public string Normal { get; init; } = "normal";

    /// <summary>The experts to ask; empty for every one whose manifest maps labels to failure modes.</summary>
    public IReadOnlyList<DiagnoseMember> Members { get; init; } = [];

    /// <summary>Longest wait for members in seconds, where the request's deadline is not nearer. What has not answered by then is left out.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>The most calls of one member that may go on after they were given up; it is not asked until they end.</summary>
    public int MaxAbandoned { get; init; } = 16;

    /// <summary>
    /// About how many past cases decide how far each member is suspected to mislead, see <see cref="MisledHistory"/>; 0 for none: each member's
    /// <see cref="DiagnoseMember.Misled"/> stays what it is. What is learned lives as long as the expert is loaded.
    /// </summary>
    public double MisledMemory { get; init; }

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    internal (string Option, string Message)? Problem()
    {
        if (FailureModes.Distinct().Count() != FailureModes.Count || FailureModes.Any(string.IsNullOrWhiteSpace) || FailureModes.Count == 1)
        {
            return ("failureModes", "a mode is empty or occurs twice, or there is only one; name at least two, or none");
        }

        foreach (var (mode, prior) in Prior)
        {
            if (!(prior > 0) || !double.IsFinite(prior))
            {
                return ($"prior.{mode}", $"{prior}; it must be positive and finite");
            }

            if (FailureModes.Count > 0 && !FailureModes.Contains(mode))
            {
                return ($"prior.{mode}", $"'{mode}' is not among failureModes");
            }
        }

        for (var i = 0; i < Members.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Members[i].Expert) || !(Members[i].Weight >= 0) || !double.IsFinite(Members[i].Weight))
            {
                return ($"members[{i}]", $"expert '{Members[i].Expert}', weight {Members[i].Weight}; an expert's name and a weight that is finite and not negative are needed");
            }
        }

        if (Members.FirstOrDefault(member => member.Contamination is not (>= 0 and < 1)) is { } contaminated)
        {
            return ("members", $"expert '{contaminated.Expert}' has contamination {contaminated.Contamination}; it lies between 0 and below 1");
        }

        if (Members.Any(member => member.Misled is not (>= 0 and < 1)) || !(Members.Sum(member => member.Misled) < 1))
        {
            return ("members", $"misled is {string.Join(", ", Members.Select(member => member.Misled))}; each lies between 0 and below 1, and all together below 1");
        }

        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].Calibration is { } calibration && (FailureModes.Count == 0 ? "failureModes are not named; name those that the calibration is of" : calibration.Problem(FailureModes.Count)) is { } problem)
            {
                return ($"members[{i}].calibration", problem);
            }
        }

        return Members.Select(member => member.Expert).Distinct().Count() != Members.Count ? ("members", "an expert occurs twice")
            : !(TimeoutSeconds > 0 && TimeoutSeconds <= 86400) ? ("timeoutSeconds", $"{TimeoutSeconds}; it must lie above 0 and be at most 86400")
            : MisledMemory is not (0 or (>= 2 and <= 1e6)) ? ("misledMemory", $"{MisledMemory}; it must be 0, or lie between 2 and 1000000 cases")
            : MaxAbandoned < 1 ? ("maxAbandoned", $"{MaxAbandoned}; it must be at least 1")
            : null;
    }
}
