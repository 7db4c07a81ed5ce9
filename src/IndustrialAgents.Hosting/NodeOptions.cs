using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.Multimodal;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision;
using IndustrialAgents.Onnx;
using IndustrialAgents.Routing;

namespace IndustrialAgents.Hosting;

/// <summary>What an <see cref="EmbeddedNode"/> is made of.</summary>
public sealed record NodeOptions
{
    /// <summary>Folder for what the node keeps: decisions, feedback, which experts are disabled. One node at a time uses it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folders whose folders are experts; watched, so one that appears is live at once.</summary>
    public IReadOnlyList<string> ExpertFolders { get; init; } = [];

    /// <summary>What brings the steps and experts that manifests may name, besides the generic ones.</summary>
    public IReadOnlyList<IExpertModule> Modules { get; init; } = [new TimeSeriesModule(), new VisionModule(), new LanguageModule(), new MultimodalModule()];

    /// <summary>Folder of assemblies with further modules, which run with the node's own rights; null for none.</summary>
    public string? ModuleFolder { get; init; }

    /// <summary>How models are loaded, and how much memory they may take.</summary>
    public ModelPoolOptions Models { get; init; } = new();

    /// <summary>How requests are routed.</summary>
    public RouterOptions Router { get; init; } = new();

    /// <summary>The most decisions kept; the oldest go first.</summary>
    public long MaxDecisions { get; init; } = 1_000_000;

    /// <summary>How long requests in flight may take to finish when the node stops.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidNodeOptionsException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(DataFolder), nameof(DataFolder), "is empty; name a folder that the node may write to");
        Require(ModuleFolder is null || !string.IsNullOrWhiteSpace(ModuleFolder), nameof(ModuleFolder), "is empty; name a folder, or leave it out");
        Require(ExpertFolders is not null, nameof(ExpertFolders), "is null; leave it out for none");
        Require(Modules is not null && !Modules.Contains(null!), nameof(Modules), "is null or has a module that is null");
        Require(Models is not null, nameof(Models), "is null; leave it out for the defaults");
        Require(Models!.CpuBudget > 0, $"{nameof(Models)}.{nameof(Models.CpuBudget)}", $"{Models.CpuBudget} bytes; it must be positive");
        Require(Models.CudaBudget >= 0, $"{nameof(Models)}.{nameof(Models.CudaBudget)}", $"{Models.CudaBudget} bytes; it must not be negative");
        Require(Router is not null, nameof(Router), "is null; leave it out for the defaults");
        var routing = new RouterOptionsValidator().Validate(null, Router!);
        Require(!routing.Failed, nameof(Router), routing.FailureMessage ?? "");
        Require(MaxDecisions > 0, nameof(MaxDecisions), $"{MaxDecisions}; it must be positive");
        Require(DrainTime >= TimeSpan.Zero && DrainTime <= TimeSpan.FromHours(1), nameof(DrainTime), $"{DrainTime}; it must lie between 0 and one hour");
        foreach (var folder in ExpertFolders!)
        {
            Require(!string.IsNullOrWhiteSpace(folder), nameof(ExpertFolders), "a folder's name is empty");
        }
    }

    private static void Require(bool holds, string option, string message)
    {
        if (!holds)
        {
            throw new InvalidNodeOptionsException(option, message);
        }
    }
}
