namespace IndustrialAgents.Orleans.Placement;

/// <summary>What an expert needs of a silo.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Tiers">Tiers it may run on; empty for all.</param>
/// <param name="Gpu">Whether it needs a GPU; its bytes then count against the GPU's memory.</param>
/// <param name="Bytes">Memory that it takes while it is active.</param>
internal readonly record struct ModelNeed(ExpertId Expert, IReadOnlyList<Tier> Tiers, bool Gpu, long Bytes)
{
    /// <summary>The need of a manifest. The catalogue fills in the memory where the author has not, so what is missing is code only.</summary>
    public static ModelNeed Of(Manifest manifest) =>
        new(manifest.Id, manifest.Hardware.Tiers, manifest.Hardware.Gpu, manifest.Hardware.MemoryBytes ?? 0);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Expert} needs {Bytes} bytes of {(Gpu ? "GPU memory" : "model memory")}"
        + (Tiers.Count == 0 ? "" : $" on tier {string.Join(" or ", Tiers.Select(tier => tier.ToString().ToLowerInvariant()))}");
}
