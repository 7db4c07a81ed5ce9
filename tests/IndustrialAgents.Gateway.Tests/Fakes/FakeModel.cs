using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway.Tests.Fakes;

/// <summary>A model whose output y is its input x, or what a test makes of it.</summary>
internal sealed class FakeModel(ElementType type, params long[] dimensions) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs { get; init; } = [new("x", type, dimensions)];

    public IReadOnlyList<ModelTensorInfo> Outputs { get; init; } = [new("y", type, dimensions)];

    public Func<IReadOnlyDictionary<string, Tensor>, CancellationToken, Task<IReadOnlyDictionary<string, Tensor>>> Run { get; set; } =
        (inputs, _) => Task.FromResult<IReadOnlyDictionary<string, Tensor>>(new Dictionary<string, Tensor> { ["y"] = inputs["x"] });

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
        await Run(inputs, cancellationToken);
}
