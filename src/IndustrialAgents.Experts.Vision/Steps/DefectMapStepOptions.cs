namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>Options of the output step <c>defectMap</c>, which reads the scores of a picture's patches.</summary>
public sealed record DefectMapStepOptions
{
    /// <summary>The model's output with the scores of the patches, row by row; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>Rows of patches.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of patches.</summary>
    public required int Columns { get; init; }

    /// <summary>Score above which a picture is called defective.</summary>
    public required double Threshold { get; init; }

    /// <summary>Distance from the threshold at which the probability is 1 / (1 + 1/e), about 0.73.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Rate at which good parts are above the threshold; null where it is unknown.</summary>
    public double? FalseAlarmRate { get; init; }

    /// <summary>Scores of good pictures that were not fitted, in any order, for p-values; empty for none.</summary>
    public IReadOnlyList<double> Calibration { get; init; } = [];
}
