using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>A tensor that a model takes as it is.</summary>
/// <param name="Tensor">The tensor.</param>
public sealed record TensorInput(Tensor Tensor) : RequestInput
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override Modality Modality => Modality.Tensor;
}
