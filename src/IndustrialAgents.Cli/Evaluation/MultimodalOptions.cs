namespace IndustrialAgents.Cli.Evaluation;

/// <summary>Sizes and seeds of <see cref="MultimodalEvaluation"/>.</summary>
internal sealed record MultimodalOptions
{
    /// <summary>Cases of each kind of machine that the experts are fitted to.</summary>
    public int Fitted { get; init; } = 300;

    /// <summary>Cases of each kind on which trust in them is fitted.</summary>
    public int Calibrated { get; init; } = 400;

    /// <summary>Cases of each kind that are tested.</summary>
    public int Tested { get; init; } = 500;

    /// <summary>Past cases of each kind that are searched in.</summary>
    public int Archived { get; init; } = 300;

    /// <summary>Cases of each kind on which the share of misleading modalities is chosen.</summary>
    public int Validated { get; init; } = 300;

    /// <summary>Shares to choose from by which each modality misleads in the cases that trust is fitted on.</summary>
    public IReadOnlyList<double> MisleadingShares { get; init; } = [0.05, 0.1, 0.2, 0.3, 0.4];

    /// <summary>Seed of the plant that is tested; the others have seeds of their own.</summary>
    public int TestSeed { get; init; } = 5005;
}
