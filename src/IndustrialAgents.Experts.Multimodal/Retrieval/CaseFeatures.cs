namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Turns what an expert says into features for a <see cref="JointSpace"/>: an embedding as it is, or the logarithms of class probabilities, in which
/// modalities meet at the level of meaning (semantic correlation matching; Rasiwasia et al. 2010, doi:10.1145/1873951.1873987). Thread-safe.
/// </summary>
public static class CaseFeatures
{
    private const double Floor = 1e-4;

    /// <summary>The features of one output; null where it has none.</summary>
    public static float[]? Of(ExpertOutput output) => output switch
    {
        Embedding embedding => embedding.Vector.ToArray(),
        ClassProbabilities classes => Array.ConvertAll(classes.Probabilities.ToArray(), p => (float)Math.Log(Math.Max(p, Floor))),
        _ => null,
    };
}
