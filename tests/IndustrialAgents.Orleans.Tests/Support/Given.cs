using System.Globalization;
using System.Text;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>Manifests and requests for tests.</summary>
internal static class Given
{
    public static Manifest Teller(string name = "teller", string version = "1", long? bytes = null, string hardware = "") => Read($$"""
        {
          "name": "{{name}}", "version": "{{version}}", "modality": "language", "tasks": ["generate", "diagnose"], "code": { "use": "teller" },
          "inputs": [{ "kind": "language", "optional": true }, { "kind": "timeSeries", "optional": true }],
          "hardware": { {{hardware}} {{(bytes is null ? "" : $"{(hardware.Length > 0 ? "," : "")} \"memoryBytes\": {bytes}")}} }
        }
        """);

    public static Manifest Speller(string hardware = "", int? goneAfter = null) => Read($$"""
        {
          "name": "speller", "version": "1", "modality": "language", "tasks": ["generate"], "hardware": { {{hardware}} },
          "code": { "use": "speller" {{(goneAfter is null ? "" : $", \"goneAfter\": {goneAfter}")}} }
        }
        """);

    public static Manifest Failing(string name = "failing") => Read($$"""
        { "name": "{{name}}", "version": "1", "modality": "language", "tasks": ["generate"], "code": { "use": "failing" } }
        """);

    public static Manifest Voter(string name, double ok, string version = "1") => Read(string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "{{name}}", "version": "{{version}}", "modality": "language", "tasks": ["classify"], "code": { "use": "voter", "ok": {{ok}} } }
        """));

    /// <summary>An expert around a small ONNX model, whose file is put into a content store.</summary>
    public static async Task<Manifest> ModelAsync(IContentStore store, string name = "model", int seed = 1)
    {
        var path = Path.GetTempFileName();
        try
        {
            Mlp.Create([4, 8, 2], seed).Save(path);
            var hash = await store.AddFileAsync(path, TestContext.Current.CancellationToken);
            return Read($$"""
                {
                  "name": "{{name}}", "version": "1", "modality": "tensor", "tasks": ["classify"],
                  "inputs": [{ "kind": "tensor", "preprocess": { "use": "tensor" } }], "output": { "use": "tensors" },
                  "files": [{ "path": "model.onnx", "sha256": "{{hash}}" }]
                }
                """);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static Request Text(ExpertTask task = ExpertTask.Generate, DateTimeOffset? deadline = null) => new()
    {
        Task = task,
        Inputs = [new TextInput("how is pump 4?")],
        Constraints = RequestConstraints.None with { Deadline = deadline },
    };

    public static string SiloOf(ExpertReply reply) => Assert.IsType<GeneratedText>(reply.Output).Text;

    private static Manifest Read(string json) => ManifestReader.Read(Encoding.UTF8.GetBytes(json), "test");
}
