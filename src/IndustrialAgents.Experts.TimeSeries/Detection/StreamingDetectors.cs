using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Makes the native, row-by-row form of a fitted detector from its ONNX model. Thread-safe.</summary>
public static class StreamingDetectors
{
    private static readonly string[] Known = [PcaModel.Kind, RidgeResidualModel.Kind, CanonicalVariateModel.Kind, IsolationForest.Kind, StateEstimationModel.Kind];

    /// <summary>The detector of an expert's folder.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is not a detector that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static IStreamingDetector Load(string folder) => FromGraph(FittedModel.Open(folder, "a streaming detector"));

    /// <summary>The detector of a model, in a state that has seen nothing.</summary>
    /// <exception cref="CorruptGraphException">The model is not a detector that was fitted here.</exception>
    public static IStreamingDetector FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Metadata.GetValueOrDefault(DetectorGraph.KindKey) switch
        {
            PcaModel.Kind => new PcaDetector(PcaModel.FromGraph(graph)),
            RidgeResidualModel.Kind => new RidgeResidualDetector(RidgeResidualModel.FromGraph(graph)),
            CanonicalVariateModel.Kind => new CanonicalVariateDetector(CanonicalVariateModel.FromGraph(graph)),
            IsolationForest.Kind => new IsolationForestDetector(IsolationForest.FromGraph(graph)),
            StateEstimationModel.Kind => new StateEstimationDetector(StateEstimationModel.FromGraph(graph)),
            var other => throw new CorruptGraphException(
                $"{(other is null ? "the model names no detector" : $"'{other}' is no detector known here")}; known are {string.Join(", ", Known)}"),
        };
    }
}
