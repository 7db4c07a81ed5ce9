namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>A model that is a function; keeps what it was run on.</summary>
internal sealed class FakeRunner(
    IReadOnlyList<ModelTensorInfo> inputs,
    IReadOnlyList<ModelTensorInfo> outputs,
    Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> run) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs => inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => outputs;

    public List<IReadOnlyDictionary<string, Tensor>> Runs { get; } = [];

    /// <summary>A model of one output that is always the same.</summary>
    public static FakeRunner Of(string input, string output, Tensor answer) => new(
        [new ModelTensorInfo(input, ElementType.Int32, [-1, -1])],
        [new ModelTensorInfo(output, answer.ElementType, [.. answer.Shape.Dimensions])],
        _ => new Dictionary<string, Tensor> { [output] = answer });

    public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> given, CancellationToken cancellationToken)
    {
        Runs.Add(given);
        return ValueTask.FromResult(run(given));
    }

    /// <summary>What the model says, without keeping that it was run.</summary>
    public IReadOnlyDictionary<string, Tensor> Answer(IReadOnlyDictionary<string, Tensor> given) => run(given);
}
