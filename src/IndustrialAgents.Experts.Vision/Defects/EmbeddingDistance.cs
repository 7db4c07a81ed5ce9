namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How far an embedding is from those of good parts.</summary>
public enum EmbeddingDistance
{
    /// <summary>Mahalanobis distance from their mean (Rippel et al. 2021, arXiv:2005.14140).</summary>
    Mahalanobis,

    /// <summary>Distance to the nearest of them, by the same covariance.</summary>
    NearestWhitened,
}
