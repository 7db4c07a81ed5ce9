using System.Text;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>The steps of one manifest, put together as a node does it, with a model of the test's own.</summary>
internal sealed class TestExpert
{
    private readonly IInputStep _input;
    private readonly IOutputStep _output;

    private TestExpert(Manifest manifest, string folder)
    {
        var catalog = ExpertCatalog.Of([new LanguageModule()]);
        _input = catalog.CreateInputStep(manifest.Inputs[0].Preprocess!, Context(manifest, folder, "inputs[0].preprocess", manifest.Inputs[0].Preprocess!));
        _output = catalog.CreateOutputStep(manifest.Output!, Context(manifest, folder, "output", manifest.Output!));
    }

    public static TestExpert Of(Manifest manifest, string folder) => new(manifest, folder);

    /// <summary>An expert of the two steps given as JSON, whose files are <paramref name="files"/>.</summary>
    public static TestExpert Of(string input, string output, params (string Name, string Content)[] files) =>
        Of(input, output, null, [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Content)))]);

    /// <summary>As the other overload, with files of bytes and further fields of the manifest, such as <c>"batching":{"maxBatch":4}</c>.</summary>
    public static TestExpert Of(string input, string output, string? fields, params (string Name, byte[] Content)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("ia-language-");
        try
        {
            var hash = new string('0', 64);
            foreach (var (name, content) in files)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
            }

            var listed = string.Join(",", files.Select(file => $$"""{"path":"{{file.Name}}","sha256":"{{hash}}"}""").Prepend($$"""{"path":"model.onnx","sha256":"{{hash}}"}"""));
            var json = $$"""
                {"name":"test","version":"1","modality":"language","tasks":["classify"],
                 "inputs":[{"kind":"language","preprocess":{{input}}}],"output":{{output}},{{(fields is null ? "" : fields + ",")}}"files":[{{listed}}]}
                """;
            return new TestExpert(ManifestReader.Read(Encoding.UTF8.GetBytes(json), "expert.json"), folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public async Task<ExpertOutput> AskAsync(RequestInput input, IModelRunner model, int? maxTokens = null, CancellationToken? cancellationToken = null)
    {
        var request = new Request { Task = ExpertTask.Classify, Inputs = [input], Parameters = new RequestParameters { MaxTokens = maxTokens } };
        var feed = new ModelFeed(request, model);
        _input.Prepare(input, feed);
        return await _output.RunAsync(feed, model, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Asks with several inputs and any parameters.</summary>
    public async Task<GeneratedText> WriteAsync(
        IModelRunner model, RequestParameters parameters, IReadOnlyList<RequestInput> inputs, System.Threading.Channels.ChannelWriter<string>? pieces = null, DateTimeOffset? deadline = null, CancellationToken? cancellationToken = null)
    {
        var request = new Request { Task = ExpertTask.Generate, Inputs = inputs, Parameters = parameters, Constraints = new RequestConstraints { Deadline = deadline } };
        var feed = new ModelFeed(request, model);
        _input.Prepare(inputs[0], feed);
        return Assert.IsType<GeneratedText>(await ((IStreamingOutputStep)_output).RunAsync(feed, model, pieces, cancellationToken ?? TestContext.Current.CancellationToken));
    }

    private static StepContext Context(Manifest manifest, string folder, string field, ManifestStep step) =>
        new(manifest, folder, manifest.Labels, new StepOptions("expert.json", field, step));
}
