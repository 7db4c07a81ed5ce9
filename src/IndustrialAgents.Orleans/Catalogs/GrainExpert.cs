using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Experts;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>An expert of the cluster as router and gateway see it. Thread-safe.</summary>
internal sealed class GrainExpert(Manifest manifest, ExpertDispatcher dispatcher) : IModelExpert, IStreamingExpert
{
    /// <inheritdoc/>
    public Manifest Manifest { get; } = manifest;

    /// <inheritdoc/>
    public IModelRunner? Model { get; } = manifest.Code is null ? new GrainModel(manifest.Id, dispatcher) : null;

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => dispatcher.AskAsync(Manifest.Id, request, cancellationToken);

    /// <inheritdoc/>
    public bool Streams => Manifest.Tasks.Any(task => task is ExpertTask.Answer or ExpertTask.Generate or ExpertTask.Plan);

    /// <inheritdoc/>
    public IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken) => dispatcher.StreamAsync(Manifest.Id, request, cancellationToken);
}
