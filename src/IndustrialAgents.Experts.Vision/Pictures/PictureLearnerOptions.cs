using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>What <see cref="PictureLearner.Fit"/> may choose among, and by what.</summary>
public sealed record PictureLearnerOptions
{
    /// <summary>Side in pixels to which pictures are brought for texture features, <see cref="TextureGraph.MinSide"/> to 2048.</summary>
    public int Side { get; init; } = 200;

    /// <summary>Parts of the pictures that are held out in turn, at least 2; a class with fewer pictures lowers it.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Whether folds are runs of neighbouring pictures (those of one plate or part lie next to each other), or dealt out.</summary>
    public bool NeighboursTogether { get; init; } = true;

    /// <summary>Copies of each picture that are fitted as well.</summary>
    public PictureAugmentation Augmentation { get; init; } = PictureAugmentation.None;

    /// <summary>Sets of texture features to choose from; empty for all combinations that make sense.</summary>
    public IReadOnlyList<TextureBlocks> Blocks { get; init; } = [];

    /// <summary>Numbers of random features to choose from (RanPAC), 0 for none, at most 8192.</summary>
    public IReadOnlyList<int> Projections { get; init; } = [0, 1024];

    /// <summary>Seed of the random features.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="InvalidRequestException">A setting is out of range.</exception>
    internal void Validate()
    {
        InvalidRequestException.Require(Side is >= TextureGraph.MinSide and <= 2048, "side", $"{Side}; it must lie between {TextureGraph.MinSide} and 2048");
        InvalidRequestException.Require(Folds >= 2, "folds", $"{Folds}; at least 2 are needed to choose on what was not fitted");
        InvalidRequestException.Require(
            Projections.Count > 0 && Projections.All(width => width is >= 0 and <= Learning.RidgeStatistics.MaxWidth), "projections", $"{string.Join(", ", Projections)}; give 0 to {Learning.RidgeStatistics.MaxWidth} each");
        InvalidRequestException.Require(Blocks.All(blocks => blocks != 0 && blocks.IsKnown()), "blocks", $"{string.Join("; ", Blocks)}; give texture features of {nameof(TextureBlocks)}");
        Augmentation.Validate();
    }
}
