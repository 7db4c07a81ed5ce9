namespace IndustrialAgents.Experts;

/// <summary>How the step <c>embedding</c> makes one vector of a model's output.</summary>
internal enum EmbeddingPooling
{
    /// <summary>The output is one vector.</summary>
    None,

    /// <summary>The mean over everything but the last dimension: rows, patches, channels.</summary>
    Mean,
}
