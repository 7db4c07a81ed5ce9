namespace IndustrialAgents.Orleans.Placement;

/// <summary>What a silo has. Fixed for its life.</summary>
[GenerateSerializer, Immutable, Alias("ia.silo-capacity")]
internal sealed record SiloCapacity
{
    /// <summary>Where it stands.</summary>
    [Id(0)]
    public Tier Tier { get; init; }

    /// <summary>Bytes of models it may hold in main memory.</summary>
    [Id(1)]
    public long ModelBudget { get; init; }

    /// <summary>Whether it has a GPU.</summary>
    [Id(2)]
    public bool Gpu { get; init; }

    /// <summary>Bytes of models it may hold on the GPU.</summary>
    [Id(3)]
    public long GpuMemory { get; init; }

    /// <summary>The capacity that options describe.</summary>
    public static SiloCapacity Of(ClusterOptions options) => new()
    {
        Tier = options.Tier,
        ModelBudget = options.ModelBudgetBytes,
        Gpu = options.Gpu,
        GpuMemory = options.Gpu ? options.GpuMemoryBytes : 0,
    };

    /// <summary>Bytes that one device holds.</summary>
    public long Budget(bool gpu) => gpu ? GpuMemory : ModelBudget;

    /// <summary>Whether an expert could ever be active there.</summary>
    public bool Fits(ModelNeed need) =>
        (need.Tiers.Count == 0 || need.Tiers.Contains(Tier)) && (Gpu || !need.Gpu) && need.Bytes <= Budget(need.Gpu);

    /// <summary>As the silo's metadata, for operators, the dashboard and placement filters of others.</summary>
    public Dictionary<string, string> ToMetadata(string zone) => new()
    {
        ["ia.tier"] = Tier.ToString().ToLowerInvariant(),
        ["ia.zone"] = zone,
        ["ia.gpu"] = Gpu ? "true" : "false",
        ["ia.gpu-memory"] = GpuMemory.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["ia.model-budget"] = ModelBudget.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
