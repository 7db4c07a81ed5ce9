namespace IndustrialAgents.Routing;

/// <summary>Discounted sum of losses and discounted number of them, of one expert in one context.</summary>
/// <param name="Sum">Σ γ^age · loss.</param>
/// <param name="Count">Σ γ^age.</param>
internal readonly record struct LossRecord(double Sum, double Count)
{
    /// <summary>The record after one more loss.</summary>
    public LossRecord Add(double loss, double forgetting) => new((forgetting * Sum) + loss, (forgetting * Count) + 1);

    /// <summary>Mean loss, shrunk towards <paramref name="coarser"/> as if that had been seen <paramref name="strength"/> times.</summary>
    public double Mean(double coarser, double strength) => (Sum + (strength * coarser)) / (Count + strength);
}
