using System.Text.Json.Serialization;
using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>
/// What a <see cref="PictureLearner"/> decided once, from its first pictures: everything but the sums. Learners with the same recipe merge, since
/// the same sums then give the same weights.
/// </summary>
internal sealed record PictureRecipe
{
    /// <summary>Side in pixels to which pictures are brought.</summary>
    public required int Side { get; init; }

    /// <summary>Texture features that are used; 0 where a backbone's are.</summary>
    [JsonConverter(typeof(JsonNumberEnumConverter<TextureBlocks>))]
    public required TextureBlocks Blocks { get; init; }

    /// <summary>Hash of the backbone; null where texture features are used.</summary>
    public string? Backbone { get; init; }

    /// <summary>Copies of each picture.</summary>
    public required PictureAugmentation Augmentation { get; init; }

    /// <summary>Subtracted from each feature.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Multiplies each feature after that.</summary>
    public required IReadOnlyList<float> Scale { get; init; }

    /// <summary>Random features made of them; 0 for none.</summary>
    public required int Projection { get; init; }

    /// <summary>Seed of the random features.</summary>
    public required int Seed { get; init; }

    /// <summary>Ridge strength for each row.</summary>
    public required double StrengthPerRow { get; init; }

    /// <summary>Whether classes are told by a discriminant made of the ridge regression, and not by that itself.</summary>
    public bool Discriminant { get; init; }

    /// <summary>Divides scores.</summary>
    public required double Temperature { get; init; }

    /// <summary>Number of features that the ridge regression sees.</summary>
    [JsonIgnore]
    public int Width => Projection > 0 ? Projection : Mean.Count;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    [JsonIgnore]
    public string? Fault =>
        Mean is not { Count: > 0 } || Scale?.Count != Mean.Count || !Mean.All(float.IsFinite) || !Scale.All(float.IsFinite) ? "has no scale of each feature"
        : Augmentation is null ? "has no augmentation"
        : Side is < TextureGraph.MinSide or > 2048 ? $"has pictures of side {Side}"
        : Backbone is null && (Blocks == 0 || !Blocks.IsKnown() || TextureGraph.Width(Blocks) != Mean.Count) ? $"has features {Blocks}, which are not {Mean.Count}"
        : Projection is < 0 or > RidgeStatistics.MaxWidth || Width > RidgeStatistics.MaxWidth ? $"has {Projection} random features"
        : !(StrengthPerRow > 0) || !double.IsFinite(StrengthPerRow) || !(Temperature > 0) || !double.IsFinite(Temperature) ? "has no strength or temperature"
        : null;
}
