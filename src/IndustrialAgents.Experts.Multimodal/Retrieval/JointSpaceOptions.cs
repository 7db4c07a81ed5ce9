namespace IndustrialAgents.Experts.Multimodal;

/// <summary>How a <see cref="JointSpace"/> is fitted. What there are several of is chosen by held-out retrieval.</summary>
public sealed record JointSpaceOptions
{
    /// <summary>Numbers of dimensions to choose from.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [2, 3, 4, 6, 8, 12, 16];

    /// <summary>Ridge strengths to choose from, as parts of a modality's mean variance, positive.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [0.001, 0.01, 0.1, 1];

    /// <summary>Parts of the examples that are held out in turn, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed that draws the parts.</summary>
    public int Seed { get; init; }
}
