namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How <see cref="DefectDetector"/> tells a patch of a picture from those of good parts.</summary>
public enum DefectMethod
{
    /// <summary>By its distance to the nearest of a selection of good patches, wherever they lie (PatchCore, Roth et al. 2022, arXiv:2106.08265).</summary>
    PatchCore,

    /// <summary>By its Mahalanobis distance from the good patches of the same place (PaDiM, Defard et al. 2021, arXiv:2011.08785), with shrunk covariance.</summary>
    Padim,

    /// <summary>By what is left of it outside the principal components of good patches.</summary>
    Pca,
}
