using IndustrialAgents.Experts;
using IndustrialAgents.Orleans;

namespace IndustrialAgents.Silo.Edge;

/// <summary>An expert of the cluster, asked as a client. Thread-safe.</summary>
/// <param name="manifest">What it is.</param>
/// <param name="grain">The expert.</param>
internal sealed class RemoteExpert(Manifest manifest, IExpertGrain grain) : IModelExpert
{
    /// <inheritdoc/>
    public Manifest Manifest { get; } = manifest;

    /// <inheritdoc/>
    public IModelRunner? Model { get; } = manifest.Code is null ? new RemoteModel(grain) : null;

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => grain.AskAsync(request, cancellationToken);
}
