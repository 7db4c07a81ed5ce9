namespace IndustrialAgents.Routing;

/// <summary>
/// Past losses of one expert in one context. Records of consecutive stretches of time concatenate, and that is associative: whoever learned a
/// stretch needs not know what came before.
/// </summary>
/// <param name="Sum">Σ γ^age · loss.</param>
/// <param name="Count">Σ γ^age.</param>
/// <param name="Observations">How many losses there were.</param>
public readonly record struct LossRecord(double Sum, double Count, long Observations)
{
    /// <summary>The record after one more loss.</summary>
    /// <param name="loss">The loss, 0 to 1.</param>
    /// <param name="forgetting">γ, above 0 and at most 1.</param>
    public LossRecord Add(double loss, double forgetting) => new((forgetting * Sum) + loss, (forgetting * Count) + 1, Observations + 1);

    /// <summary>
    /// The record of this stretch and the one right after it: (γ^n₂·S₁ + S₂, γ^n₂·C₁ + C₂, n₁ + n₂). Every term is positive, so it is what adding
    /// the losses one by one gives but for rounding.
    /// </summary>
    /// <param name="later">The later stretch.</param>
    /// <param name="forgetting">γ, the same as that of both stretches.</param>
    public LossRecord Append(LossRecord later, double forgetting)
    {
        var kept = Math.Pow(forgetting, later.Observations);
        return new LossRecord((kept * Sum) + later.Sum, (kept * Count) + later.Count, Observations + later.Observations);
    }

    /// <summary>Mean loss, shrunk towards <paramref name="coarser"/> as if that had been seen <paramref name="strength"/> times.</summary>
    public double Mean(double coarser, double strength) => (Sum + (strength * coarser)) / (Count + strength);
}
