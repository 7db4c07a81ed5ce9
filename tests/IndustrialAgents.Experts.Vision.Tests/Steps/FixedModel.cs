namespace IndustrialAgents.Experts.Vision.Tests.Steps;

/// <summary>A model with an input x and an output y that is always the same.</summary>
internal sealed class FixedModel(Tensor output) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs { get; } = [new("x", ElementType.Float32, [-1])];

    public IReadOnlyList<ModelTensorInfo> Outputs { get; } = [new("y", ElementType.Float32, [-1])];

    public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, Tensor>>(new Dictionary<string, Tensor> { ["y"] = output });
}
