using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Runs a model by itself, without pool and batching.</summary>
internal sealed class SessionRunner(OnnxSession session) : IModelRunner, IDisposable
{
    public IReadOnlyList<ModelTensorInfo> Inputs { get; } = Describe(session.Inputs);

    public IReadOnlyList<ModelTensorInfo> Outputs { get; } = Describe(session.Outputs);

    public int Runs { get; private set; }

    public static SessionRunner Of(Onnx.Graphs.OnnxGraph graph) => new(OnnxSession.Load(graph.ToBytes()));

    public static SessionRunner Load(string path) => new(OnnxSession.Load(path));

    public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        Runs++;
        return ValueTask.FromResult(session.Run(inputs, cancellationToken));
    }

    public ValueTask<IStatefulModel> OpenAsync(ModelStateOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IStatefulModel>(new BoundModel(session, options, new ExpertId("test", "1")));

    public void Dispose() => session.Dispose();

    private static ModelTensorInfo[] Describe(IReadOnlyList<OnnxValueInfo> values) =>
        [.. values.Select(value => new ModelTensorInfo(value.Name, value.ElementType, [.. value.Dimensions!.Select(dimension => dimension.Length ?? -1)]))];
}
