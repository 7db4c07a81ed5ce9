namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What an expert that kept its sums is to learn on.</summary>
/// <param name="From">The expert that learns on; null where a new one is fitted.</param>
/// <param name="Like">The expert whose decisions a new one takes over; null where it decides by itself.</param>
/// <param name="Forget">Paths of what is taken off again.</param>
/// <param name="Merge">Experts whose data counts as well.</param>
internal sealed record LearningPlan(DirectoryInfo? From, DirectoryInfo? Like, IReadOnlyList<string> Forget, IReadOnlyList<DirectoryInfo> Merge)
{
    /// <summary>The expert that decided how to learn; null where there is none before this fit.</summary>
    public DirectoryInfo? Expert => From ?? Like;

    /// <summary>The option that named it.</summary>
    public string Option => From is null ? "--like" : "--from";
}
