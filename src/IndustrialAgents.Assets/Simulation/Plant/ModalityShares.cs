namespace IndustrialAgents.Assets.Simulation;

/// <summary>A share of cases for each modality, 0 to 1.</summary>
/// <param name="Series">Of windows of sensor values.</param>
/// <param name="Picture">Of pictures.</param>
/// <param name="Text">Of work-order texts.</param>
public readonly record struct ModalityShares(double Series, double Picture, double Text)
{
    /// <summary>The same share of each.</summary>
    public static ModalityShares All(double share) => new(share, share, share);

    /// <summary>Whether each lies between 0 and 1.</summary>
    internal bool AreShares => Series is >= 0 and <= 1 && Picture is >= 0 and <= 1 && Text is >= 0 and <= 1;
}
