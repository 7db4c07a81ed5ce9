using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.EndToEnd.Tests;

/// <summary>A node's folder that goes away after the test.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-e2e-");

    public string Path => _folder.FullName;

    public string Experts => Directory.CreateDirectory(System.IO.Path.Combine(Path, "experts")).FullName;

    /// <summary>Fits a text classifier to simulated work orders and writes its folder.</summary>
    public string AddTextExpert(string name, string? into = null)
    {
        var random = new Random(1);
        var examples = Enum.GetValues<SimulatedFailure>()
            .SelectMany(failure => Enumerable.Range(0, 20).Select(_ => (WorkOrderText.Create(failure, random), failure.Label())))
            .ToList();
        var folder = System.IO.Path.Combine(into ?? Experts, name);
        NgramClassifier.Fit(examples, new NgramClassifierOptions { Name = name, Version = "1" }).Save(folder);
        return folder;
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may still be writing; the system's temporary folder is emptied anyway.
        }
    }
}
