using IndustrialAgents.Experts;
using IndustrialAgents.Orleans;

namespace IndustrialAgents.Silo.Edge;

/// <summary>The model of an expert of the cluster, run as a client. Thread-safe.</summary>
/// <param name="grain">The expert.</param>
internal sealed class RemoteModel(IExpertGrain grain) : IModelRunner
{
    // The same for every load, since the expert's content is fixed by its version.
    private volatile ExpertDescription? _description;

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensorInfo> Inputs => [.. Description.Inputs.Select(Info)];

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensorInfo> Outputs => [.. Description.Outputs.Select(Info)];

    private ExpertDescription Description => _description ?? throw new InvalidOperationException("the model was not loaded before it was described");

    /// <inheritdoc/>
    public async ValueTask LoadAsync(CancellationToken cancellationToken) => _description ??= await grain.DescribeAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
        (await grain.RunAsync(new NamedTensors(inputs), cancellationToken).ConfigureAwait(false)).Tensors;

    private static ModelTensorInfo Info(ModelTensor tensor) => new(tensor.Name, tensor.ElementType ?? default, tensor.Dimensions);
}
