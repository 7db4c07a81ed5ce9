using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>The repository's language manifests as a node loads them: hashes checked, models from the pool, requests batched.</summary>
public sealed class PooledExpertTests
{
    [Fact]
    public async Task Ask_CappGptFromManyCallers_PlansAsAlone()
    {
        using var reference = TestData.Reference("capp_gpt");
        using var loaded = new LoadedExpert("capp_gpt");
        var cases = reference.RootElement.GetProperty("cases").EnumerateArray().Select(part => (
            Text: string.Join("; ", part.GetProperty("prompt_tokens").EnumerateArray().Select(token => token.GetString()).SkipLast(1)),
            Ids: part.GetProperty("greedy_ids").EnumerateArray().Select(id => id.GetInt32()).SkipLast(1).ToArray())).ToArray();

        var plans = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => loaded.AskAsync(ExpertTask.Plan, new TextInput(cases[i % 3].Text))));

        for (var i = 0; i < plans.Length; i++)
        {
            Assert.Equal(cases[i % 3].Ids, Assert.IsType<GeneratedText>(plans[i].Output).TokenIds);
            Assert.Equal(loaded.Expert.Manifest.ModelHash, plans[i].ModelHash);
        }
    }

    [Fact]
    public async Task Ask_MagikaFromManyCallers_NamesEachFile()
    {
        using var reference = TestData.Reference("magika");
        using var loaded = new LoadedExpert("magika");
        var files = reference.RootElement.GetProperty("files").EnumerateArray().Select(file => (
            Content: File.ReadAllBytes(Path.Combine(TestData.Model("magika"), file.GetProperty("file").GetString()!)),
            Label: file.GetProperty("output").GetString())).ToArray();

        var replies = await Task.WhenAll(files.Select(file => loaded.AskAsync(
            ExpertTask.Classify, new TensorInput(Tensor.Create<byte>(file.Content, new TensorShape(file.Content.Length))) { Name = "file" })));

        Assert.Equal(files.Select(file => file.Label), replies.Select(reply => Assert.IsType<ClassProbabilities>(reply.Output).Top().Label));
    }

    private sealed class LoadedExpert : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-language-");
        private readonly ModelPool _pool = new();

        public LoadedExpert(string name)
        {
            var manifest = TestData.Manifest(name);
            File.WriteAllText(Path.Combine(_folder.FullName, ManifestReader.FileName), ManifestReader.Write(manifest));
            foreach (var file in manifest.Files)
            {
                File.WriteAllBytes(Path.Combine(_folder.FullName, file.Path), File.ReadAllBytes(Path.Combine(TestData.Model(name), file.Path)));
            }

            var catalog = new ExpertCatalog();
            catalog.Add(new CoreModule());
            catalog.Add(new LanguageModule());
            Expert = new ExpertLoader(catalog, new PooledModels(_pool, TimeProvider.System)).Load(_folder.FullName);
        }

        public IExpert Expert { get; }

        public Task<ExpertReply> AskAsync(ExpertTask task, RequestInput input) =>
            Expert.AskAsync(new Request { Task = task, Inputs = [input] }, TestContext.Current.CancellationToken).AsTask();

        public void Dispose()
        {
            (Expert as IDisposable)?.Dispose();
            _pool.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
