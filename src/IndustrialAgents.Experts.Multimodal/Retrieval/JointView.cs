using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>How one modality's features come into a joint space: their mean is taken off, and they are projected. Immutable and thread-safe.</summary>
/// <param name="Mean">One value a feature.</param>
/// <param name="Projection">Weights <c>[feature, dimension]</c>.</param>
internal sealed record JointView(float[] Mean, float[] Projection)
{
    public int Dimension => Projection.Length / Mean.Length;

    /// <summary>Writes the unit vector of the features; zeros where they project to nothing.</summary>
    public void Embed(ReadOnlySpan<float> features, Span<float> embedding)
    {
        embedding.Clear();
        for (var i = 0; i < Mean.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(Projection.AsSpan(i * embedding.Length, embedding.Length), features[i] - Mean[i], embedding, embedding);
        }

        JointSpace.Normalize(embedding);
    }
}
