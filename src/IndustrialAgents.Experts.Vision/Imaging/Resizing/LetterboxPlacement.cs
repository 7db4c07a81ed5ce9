namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>Where a letterbox puts the picture.</summary>
public enum LetterboxPlacement
{
    /// <summary>At the upper left corner.</summary>
    TopLeft,

    /// <summary>In the middle; an odd margin is larger at the right and at the bottom.</summary>
    Centre,
}
