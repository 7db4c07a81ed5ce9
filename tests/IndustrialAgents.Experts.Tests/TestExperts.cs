using System.Text;

namespace IndustrialAgents.Experts.Tests;

/// <summary>Experts of one input and one output step around a fake model.</summary>
internal static class TestExperts
{
    public static ExpertCatalog Catalog()
    {
        var catalog = new ExpertCatalog();
        new CoreModule().Register(catalog);
        return catalog;
    }

    /// <summary>Makes an expert as the loader does, from the steps' JSON.</summary>
    public static OnnxExpert Create(IModelRunner model, string preprocess, string output, Modality kind = Modality.TimeSeries, string labels = "[]")
    {
        var manifest = Read(preprocess, output, kind, labels);
        var catalog = Catalog();
        return new OnnxExpert(
            manifest,
            [catalog.CreateInputStep(manifest.Inputs[0].Preprocess!, Context("inputs[0].preprocess", manifest.Inputs[0].Preprocess!))],
            catalog.CreateOutputStep(manifest.Output!, Context("output", manifest.Output!)),
            model);

        StepContext Context(string field, ManifestStep step) => new(manifest, ".", manifest.Labels, new StepOptions("expert.json", field, step));
    }

    public static async Task<T> AskAsync<T>(this IExpert expert, RequestInput input, RequestParameters? parameters = null)
        where T : ExpertOutput =>
        Assert.IsType<T>((await expert.AskAsync(Request(input, parameters), TestContext.Current.CancellationToken)).Output);

    public static Request Request(RequestInput input, RequestParameters? parameters = null) =>
        new() { Task = ExpertTask.Detect, Inputs = [input], Parameters = parameters ?? RequestParameters.Default };

    public static SeriesInput Series(float[] values, params string[] channels) => new(new Series
    {
        Channels = [.. channels.Select(name => new SeriesChannel(name, "bar"))],
        Values = values,
        SamplePeriod = TimeSpan.FromSeconds(2),
        Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    });

    public static string Json(string name = "a", string version = "1", string preprocess = """{"use": "tensor"}""", string output = """{"use": "tensors"}""", string kind = "tensor", string labels = "[]", string files = """[{"path": "m", "sha256": "0000000000000000000000000000000000000000000000000000000000000000"}]""") =>
        $$"""
        {
          "name": "{{name}}", "version": "{{version}}", "modality": "{{kind}}", "tasks": ["detect"],
          "inputs": [{"kind": "{{kind}}", "preprocess": {{preprocess}}}], "output": {{output}}, "labels": {{labels}}, "files": {{files}}
        }
        """;

    private static Manifest Read(string preprocess, string output, Modality kind, string labels) => ManifestReader.Read(
        Encoding.UTF8.GetBytes(Json(preprocess: preprocess, output: output, kind: kind == Modality.TimeSeries ? "timeSeries" : "tensor", labels: labels)), "expert.json");
}
