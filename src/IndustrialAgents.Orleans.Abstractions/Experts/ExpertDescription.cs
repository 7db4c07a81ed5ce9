namespace IndustrialAgents.Orleans;

/// <summary>An expert as it is active on one silo.</summary>
public sealed record ExpertDescription
{
    /// <summary>What it is, needs and costs.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>Address of the silo that answered.</summary>
    public required string Silo { get; init; }

    /// <summary>Inputs of its model; empty for an expert that is code only.</summary>
    public IReadOnlyList<ModelTensor> Inputs { get; init; } = [];

    /// <summary>Outputs of its model; empty for an expert that is code only.</summary>
    public IReadOnlyList<ModelTensor> Outputs { get; init; } = [];
}
