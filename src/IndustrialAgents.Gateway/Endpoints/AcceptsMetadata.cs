using Microsoft.AspNetCore.Http.Metadata;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Says in the OpenAPI document what an endpoint reads that reads its body itself; it does not choose endpoints.</summary>
internal sealed class AcceptsMetadata(IReadOnlyList<string> contentTypes, Type type) : IAcceptsMetadata
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ContentTypes { get; } = contentTypes;

    /// <inheritdoc/>
    public Type? RequestType { get; } = type;

    /// <inheritdoc/>
    public bool IsOptional => false;
}
