namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How <see cref="EmbeddingDetector"/> judges.</summary>
public sealed record EmbeddingDetectorOptions
{
    /// <summary>What is measured.</summary>
    public EmbeddingDistance Distance { get; init; } = EmbeddingDistance.NearestWhitened;

    /// <summary>
    /// Multiple of the shrinkage of Ledoit and Wolf, above 0 and at most 100. Theirs estimates the covariance best; to tell what is unusual, directions
    /// that good rows hardly span are better trusted less.
    /// </summary>
    public double Shrinkage { get; init; } = 4;

    /// <exception cref="InvalidRequestException">A setting is out of range.</exception>
    internal void Validate()
    {
        InvalidRequestException.Require(Enum.IsDefined(Distance), "distance", $"{Distance}; give one of {string.Join(", ", Enum.GetNames<EmbeddingDistance>())}");
        InvalidRequestException.Require(Shrinkage is > 0 and <= 100, "shrinkage", $"{Shrinkage}; give a multiple above 0 and at most 100");
    }
}
