namespace IndustrialAgents.Cli.Evaluation;

/// <summary>Sizes and seeds of <see cref="MultimodalEvaluation"/>.</summary>
internal sealed record MultimodalOptions
{
    /// <summary>Cases of each kind of machine that the experts are fitted to.</summary>
    public int Fitted { get; init; } = 300;

    /// <summary>Cases of each kind on which calibrations and shares are fitted.</summary>
    public int Calibrated { get; init; } = 800;

    /// <summary>Cases of each kind that are tested.</summary>
    public int Tested { get; init; } = 1000;

    /// <summary>Past cases of each kind that are searched in.</summary>
    public int Archived { get; init; } = 300;

    /// <summary>Share of cases in which each modality misleads, in the condition called natural.</summary>
    public double NaturalShare { get; init; } = 0.1;

    /// <summary>About how many past cases bear on how far each modality is suspected.</summary>
    public double Memory { get; init; } = 50;

    /// <summary>Seed of the plant that is tested; the others have seeds of their own.</summary>
    public int TestSeed { get; init; } = 12012;
}
