namespace IndustrialAgents.Orleans;

/// <summary>An expert as it is active on one silo.</summary>
[GenerateSerializer, Immutable, Alias("ia.expert-description")]
public sealed record ExpertDescription
{
    /// <summary>What it is, needs and costs.</summary>
    [Id(0)]
    public required Manifest Manifest { get; init; }

    /// <summary>Address of the silo that answered.</summary>
    [Id(1)]
    public required string Silo { get; init; }

    /// <summary>Inputs of its model; empty for an expert that is code only.</summary>
    [Id(2)]
    public IReadOnlyList<ModelTensor> Inputs { get; init; } = [];

    /// <summary>Outputs of its model; empty for an expert that is code only.</summary>
    [Id(3)]
    public IReadOnlyList<ModelTensor> Outputs { get; init; } = [];
}
