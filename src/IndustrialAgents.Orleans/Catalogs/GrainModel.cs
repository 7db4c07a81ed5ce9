using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Experts;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>The model of an expert of the cluster, run where it fits. Thread-safe.</summary>
internal sealed class GrainModel(ExpertId expert, ExpertDispatcher dispatcher) : IModelRunner
{
    // The same for every load, since the expert's content is fixed by its version.
    private volatile ExpertDescription? _description;

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensorInfo> Inputs => [.. Describe().Inputs.Select(Info)];

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensorInfo> Outputs => [.. Describe().Outputs.Select(Info)];

    /// <inheritdoc/>
    public async ValueTask LoadAsync(CancellationToken cancellationToken) =>
        _description ??= await dispatcher.DescribeAsync(expert, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
        (await dispatcher.RunAsync(expert, new NamedTensors(inputs), cancellationToken).ConfigureAwait(false)).Tensors;

    private static ModelTensorInfo Info(ModelTensor tensor) => new(tensor.Name, tensor.ElementType ?? default, tensor.Dimensions);

    // Waits where nobody has loaded the model before; callers that must not wait load it first.
    private ExpertDescription Describe() => _description
        ?? Task.Run(() => dispatcher.DescribeAsync(expert, CancellationToken.None).AsTask()).GetAwaiter().GetResult();
}
