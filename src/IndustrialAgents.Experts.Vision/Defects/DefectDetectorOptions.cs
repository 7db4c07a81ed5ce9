using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How <see cref="DefectDetector"/> is fitted.</summary>
public sealed record DefectDetectorOptions
{
    /// <summary>How patches are judged.</summary>
    public DefectMethod Method { get; init; } = DefectMethod.PatchCore;

    /// <summary>Side in pixels to which pictures are brought for texture patches, a multiple of 8 from <see cref="TextureGraph.MinSide"/> to 1024.</summary>
    public int Side { get; init; } = 200;

    /// <summary>Rate, between 0 and 0.5, at which good parts may raise an alarm.</summary>
    public double FalseAlarmRate { get; init; } = 0.05;

    /// <summary>The most good patches that <see cref="DefectMethod.PatchCore"/> keeps, 1 to 100,000.</summary>
    public int Patches { get; init; } = 1_000;

    /// <summary>Share of the variance that the components of <see cref="DefectMethod.Pca"/> keep, between 0 and 1.</summary>
    public double Variance { get; init; } = 0.95;

    /// <summary>Parts of the good pictures that are judged in turn by a fit on the others, for the threshold; at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Cuts large pictures into tiles, each of which is brought to <see cref="Side"/>; null for pictures as a whole.</summary>
    public ImageTileOptions? Tile { get; init; }

    /// <exception cref="InvalidRequestException">A setting is out of range.</exception>
    internal void Validate()
    {
        InvalidRequestException.Require(Enum.IsDefined(Method), "method", $"{Method}; give one of {string.Join(", ", Enum.GetNames<DefectMethod>())}");
        InvalidRequestException.Require(Side is >= TextureGraph.MinSide and <= 1024 && Side % 8 == 0, "side", $"{Side}; give a multiple of 8 from {TextureGraph.MinSide} to 1024");
        InvalidRequestException.Require(FalseAlarmRate is > 0 and < 0.5, "falseAlarmRate", $"{FalseAlarmRate}; give a rate between 0 and 0.5");
        InvalidRequestException.Require(Patches is >= 1 and <= 100_000, "patches", $"{Patches}; give 1 to 100,000");
        InvalidRequestException.Require(Variance is > 0 and < 1, "variance", $"{Variance}; give a share between 0 and 1");
        InvalidRequestException.Require(Folds >= 2, "folds", $"{Folds}; at least 2 are needed to judge what was not fitted");
        InvalidRequestException.Require(Tile?.Fault is null, $"tile.{Tile?.Fault?.Option}", Tile?.Fault?.Message ?? "");
    }
}
