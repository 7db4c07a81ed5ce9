namespace IndustrialAgents.Experts.Tests;

/// <summary>A model whose outputs a test writes down.</summary>
internal sealed class FakeModel(
    IReadOnlyList<ModelTensorInfo> inputs,
    IReadOnlyList<ModelTensorInfo> outputs,
    Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> run) : IModelRunner, IDisposable
{
    public IReadOnlyList<ModelTensorInfo> Inputs { get; } = inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs { get; } = outputs;

    public bool IsDisposed { get; private set; }

    public IReadOnlyDictionary<string, Tensor>? Seen { get; private set; }

    /// <summary>A model with one float32 input x of any shape of a rank, whose outputs are always the same.</summary>
    public static FakeModel Giving(int rank, params (string Name, Tensor Value)[] outputs) => new(
        [new ModelTensorInfo("x", ElementType.Float32, [.. Enumerable.Repeat(-1L, rank)])],
        [.. outputs.Select(o => new ModelTensorInfo(o.Name, o.Value.ElementType, o.Value.Shape.Dimensions.ToArray()))],
        _ => outputs.ToDictionary(o => o.Name, o => o.Value));

    /// <summary>A model that gives its float32 input x back as y, changed by a function.</summary>
    public static FakeModel Mapping(int rank, Func<float, float> map) => new(
        [new ModelTensorInfo("x", ElementType.Float32, [.. Enumerable.Repeat(-1L, rank)])],
        [new ModelTensorInfo("y", ElementType.Float32, [.. Enumerable.Repeat(-1L, rank)])],
        inputs => new Dictionary<string, Tensor>
        {
            ["y"] = Tensor.Create<float>(Array.ConvertAll(inputs["x"].AsSpan<float>().ToArray(), v => map(v)), inputs["x"].Shape),
        });

    public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Seen = inputs;
        return ValueTask.FromResult(run(inputs));
    }

    public void Dispose() => IsDisposed = true;
}
