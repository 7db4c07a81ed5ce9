using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

/// <summary>Makes steps from the JSON of a manifest, and feeds for them.</summary>
internal static class StepMaker
{
    public static IInputStep Image(string options) => Catalog().CreateInputStep(Read(options), Context(options, []));

    public static IOutputStep Boxes(string options, params string[] labels) => Catalog().CreateOutputStep(Read(options), Context(options, labels));

    public static ModelFeed Feed(IModelRunner? model = null) =>
        new(new Request { Task = ExpertTask.Detect, Inputs = [] }, model ?? new FixedModel(Tensor.Create([0f], 1)));

    private static ExpertCatalog Catalog()
    {
        var catalog = new ExpertCatalog();
        new VisionModule().Register(catalog);
        return catalog;
    }

    private static ManifestStep Read(string options) => JsonSerializer.Deserialize<ManifestStep>(options, ContractJson.Options)!;

    private static StepContext Context(string options, IReadOnlyList<string> labels)
    {
        var manifest = new Manifest { Name = "test", Version = "1", Modality = Modality.Vision, Tasks = [ExpertTask.Detect] };
        return new StepContext(manifest, "", labels, new StepOptions("expert.json", "step", Read(options)));
    }
}
