using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>What an expert, or a merge of experts, says. Immutable and thread-safe.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ClassProbabilities), "classes")]
[JsonDerivedType(typeof(Forecast), "forecast")]
[JsonDerivedType(typeof(Estimate), "estimate")]
[JsonDerivedType(typeof(AnomalyScores), "anomaly")]
[JsonDerivedType(typeof(Detections), "detections")]
[JsonDerivedType(typeof(Passages), "passages")]
[JsonDerivedType(typeof(GeneratedText), "text")]
[JsonDerivedType(typeof(Embedding), "embedding")]
[JsonDerivedType(typeof(TensorsOutput), "tensors")]
[JsonDerivedType(typeof(ExtractedEntities), "entities")]
public abstract record ExpertOutput
{
    /// <summary>How sure the expert is that this output is right, 0 to 1; null where it cannot tell.</summary>
    public double? Confidence { get; init; }
}
