using IndustrialAgents.Assets;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.Multimodal;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Demo;

/// <summary>Fits the experts of a demonstration and writes their folders.</summary>
internal static class DemoExperts
{
    private const string Version = "1";

    // A detector speaks for normal against any fault, so it has its place in a diagnosis.
    private static readonly Dictionary<string, string> NormalOnly = new() { [DemoRow.Normal] = DemoRow.Normal };

    /// <summary>Fits two detectors to an asset's normal rows, as experts of that asset alone, and makes the agent that watches it with the second.</summary>
    public static AssetAgent FitDetectors(string expertsFolder, AssetPath asset, Series normal)
    {
        var pca = PcaModel.Fit(normal);
        var residual = RidgeResidualModel.Fit(normal);
        var cell = asset.Segments[^1];
        Save(expertsFolder, asset, pca.ToExpert(new ExpertId($"pca.{cell}", Version)));
        Save(expertsFolder, asset, residual.ToExpert(new ExpertId($"ridge-residual.{cell}", Version)));
        return new AssetAgent(asset, normal.Channels, normal.SamplePeriod, new RidgeResidualDetector(residual), new AssetAgentOptions());
    }

    /// <summary>Fits the classifier of pictures.</summary>
    public static void SavePictureExpert(string expertsFolder, IReadOnlyList<LabelledPicture> examples, int side, IReadOnlyDictionary<string, string> failureModes) =>
        TextureClassifier.Fit(examples, new TextureClassifierOptions { Name = "surfaces", Version = Version, Side = side, FailureModes = failureModes })
            .Save(Path.Combine(expertsFolder, "surfaces"));

    /// <summary>Fits the classifier of work-order texts.</summary>
    public static void SaveTextExpert(string expertsFolder, IReadOnlyList<(string Text, string Label)> examples, IReadOnlyDictionary<string, string> failureModes) =>
        NgramClassifier.Fit(examples, new NgramClassifierOptions { Name = "work-orders", Version = Version, FailureModes = failureModes })
            .Save(Path.Combine(expertsFolder, "work-orders"));

    /// <summary>Writes the manifest of the expert that puts the others' evidence together.</summary>
    public static void SaveDiagnose(string expertsFolder, IReadOnlyList<string> failureModes)
    {
        var manifest = DiagnoseExpert.Describe("diagnosis", Version, new DiagnoseOptions { FailureModes = failureModes, Normal = DemoRow.Normal });
        var folder = Directory.CreateDirectory(Path.Combine(expertsFolder, manifest.Name)).FullName;
        File.WriteAllText(Path.Combine(folder, ManifestReader.FileName), ManifestReader.Write(manifest));
    }

    private static void Save(string expertsFolder, AssetPath asset, FittedExpert expert)
    {
        var manifest = expert.Manifest with { Assets = [asset], FailureModes = NormalOnly };
        (expert with { Manifest = manifest }).Save(Path.Combine(expertsFolder, manifest.Name));
    }
}
