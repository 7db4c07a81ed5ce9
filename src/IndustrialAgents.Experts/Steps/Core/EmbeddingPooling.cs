namespace IndustrialAgents.Experts;

/// <summary>How the step <c>embedding</c> makes one vector of a model's output.</summary>
internal enum EmbeddingPooling
{
    /// <summary>The output is one vector.</summary>
    None,

    /// <summary>The mean over everything but the last dimension: tokens that the mask counts, rows, patches, channels.</summary>
    Mean,

    /// <summary>The first vector, such as that of BERT's CLS token.</summary>
    First,

    /// <summary>The last vector that the mask counts, as decoders are trained to embed.</summary>
    Last,
}
