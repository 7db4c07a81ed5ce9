using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests;

/// <summary>Runs a graph on ONNX Runtime.</summary>
internal static class GraphRun
{
    public static float[] Of(OnnxGraph graph, string output, float[] input, params ReadOnlySpan<long> dimensions) => Of<float>(graph, output, input, dimensions);

    public static T[] Of<T>(OnnxGraph graph, string output, float[] input, params ReadOnlySpan<long> dimensions)
        where T : unmanaged
    {
        using var session = OnnxSession.Load(graph.ToBytes());
        return session.Run(new Dictionary<string, Tensor> { [session.Inputs[0].Name] = Tensor.Create<float>(input, new TensorShape(dimensions)) })[output].AsSpan<T>().ToArray();
    }
}
