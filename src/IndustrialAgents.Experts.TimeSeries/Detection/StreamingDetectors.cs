using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Makes the native, row-by-row form of a detector from its expert's folder. Thread-safe.</summary>
public static class StreamingDetectors
{
    private static readonly string[] Known = [PcaModel.Kind, RidgeResidualModel.Kind, CanonicalVariateModel.Kind, IsolationForest.Kind, StateEstimationModel.Kind];

    /// <summary>The detector of an expert's folder: one that was fitted, or an <see cref="OnlineDetector"/>. Each row has its own score, a multiple of the limit.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read, or names neither a model nor such a detector.</exception>
    /// <exception cref="CorruptGraphException">The model is not a detector that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static IBlamingDetector Load(string folder) => ReadOnline(folder) is { } online ? online.Create() : FromGraph(FittedModel.Open(folder, "a streaming detector"));

    /// <summary>The detector of an expert's folder with the expert's own alarm: median, level, hysteresis and p-values as its answers have them.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read, or names no detector.</exception>
    /// <exception cref="CorruptGraphException">The model is not a detector that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static CalibratedDetector LoadCalibrated(string folder)
    {
        if (ReadOnline(folder) is { } online)
        {
            return new CalibratedDetector(online.Create(), online);
        }

        var output = ManifestReader.ReadFolder(folder).Output;
        if (output?.Use != "channelScores")
        {
            throw new InvalidManifestException(folder, "output", "is not 'channelScores'; the alarm of a detector is read from there");
        }

        var options = new StepOptions(Path.Combine(folder, ManifestReader.FileName), "output", output);
        var rule = options.Read<ChannelScoresStepOptions>();
        return rule.Fault() is var (option, why) ? throw options.Invalid(option, why) : new CalibratedDetector(Load(folder), rule);
    }

    /// <summary>The detector of a model, in a state that has seen nothing.</summary>
    /// <exception cref="CorruptGraphException">The model is not a detector that was fitted here.</exception>
    public static IBlamingDetector FromGraph(OnnxGraph graph)
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

    private static OnlineDetector? ReadOnline(string folder) => ManifestReader.ReadFolder(folder).Code is { Use: OnlineDetector.Code } code
        ? OnlineDetectorExpert.Read(new StepOptions(Path.Combine(folder, ManifestReader.FileName), "code", code))
        : null;
}
