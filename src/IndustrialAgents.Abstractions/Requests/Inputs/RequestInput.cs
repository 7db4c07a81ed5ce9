using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>One piece of evidence in a request. Immutable and thread-safe.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextInput), "text")]
[JsonDerivedType(typeof(ImageInput), "image")]
[JsonDerivedType(typeof(SeriesInput), "series")]
[JsonDerivedType(typeof(TensorInput), "tensor")]
public abstract record RequestInput
{
    /// <summary>Name by which a manifest may ask for this input where a request holds several of one kind; null otherwise.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of data this is.</summary>
    [JsonIgnore]
    public abstract Modality Modality { get; }
}
