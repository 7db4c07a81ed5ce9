namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>How a picture of any size becomes one of the model's size.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled to the model's, each by its own factor.</summary>
    Stretch,

    /// <summary>The shorter side is scaled to <see cref="ImageStepOptions.ShortSide"/>, the other in proportion, and the middle is cut out.</summary>
    Crop,

    /// <summary>Both sides are scaled alike so that the whole picture fits, and the rest is filled.</summary>
    Letterbox,

    /// <summary>The picture must have the model's size already.</summary>
    None,
}
