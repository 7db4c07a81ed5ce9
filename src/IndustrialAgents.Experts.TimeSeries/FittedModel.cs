using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Opens the model of an expert's folder for its native form.</summary>
internal static class FittedModel
{
    /// <summary>The graph of the folder's first file.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <param name="what">What is made from it, for the message, such as <c>a forecaster</c>.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is damaged.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static OnnxGraph Open(string folder, string what)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        return manifest.Files.Count > 0
            ? OnnxGraph.Load(Path.Combine(folder, manifest.Files[0].Path))
            : throw new InvalidManifestException(folder, "files", $"names no model; {what} is made from one");
    }
}
