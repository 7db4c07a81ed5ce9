using IndustrialAgents.Experts;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests;

public sealed class ExpertModelsTests
{
    private readonly Directory _experts = new();

    [Fact]
    public void Find_ByNameAndVersion_FindsModelsOfExpertsThatHaveOne()
    {
        var models = new ExpertModels(_experts);
        _experts.Add("a", "1", new FakeModel(ElementType.Float32, 1));
        _experts.Add("a", "2", new FakeModel(ElementType.Float32, 1));
        _experts.Add("code", "1", null);
        Assert.Equal("a@2", models.Find("a", null)!.Id.ToString());
        Assert.Equal("a@1", models.Find("a", "1")!.Id.ToString());
        Assert.Null(models.Find("a", "3"));
        Assert.Null(models.Find("code", null));
        Assert.Null(models.Find("a@1", null));
        Assert.Null(models.Find("q", null));
        Assert.Equal(["1", "2"], models.Versions("a"));
        Assert.Empty(models.Versions("code"));
    }

    [Fact]
    public void Find_Again_ReturnsTheSameUntilTheExpertChanges()
    {
        var models = new ExpertModels(_experts);
        _experts.Add("a", "1", new FakeModel(ElementType.Float32, 1));
        var first = models.Find("a", null);
        Assert.Same(first, models.Find("a", "1"));
        _experts.Rest("a@1");
        Assert.NotSame(first, models.Find("a", null));
        Assert.Equal(ExpertHealth.Failing, models.Find("a", null)!.Health);
    }

    private sealed class Directory : IExpertDirectory
    {
        private readonly List<ExpertEntry> _entries = [];

        public IReadOnlyList<ExpertEntry> Experts => _entries;

        public void Add(string name, string version, IModelRunner? model) => _entries.Add(new ExpertEntry(new Expert(name, version, model)));

        public void Rest(string id)
        {
            var at = _entries.FindIndex(entry => entry.Id.ToString() == id);
            _entries[at] = _entries[at] with { Health = ExpertHealth.Failing };
        }

        public ExpertEntry? Find(string nameOrId) => _entries.LastOrDefault(entry => entry.Id.Name == nameOrId || entry.Id.ToString() == nameOrId);
    }

    private sealed class Expert(string name, string version, IModelRunner? model) : IModelExpert
    {
        public Manifest Manifest { get; } = new() { Name = name, Version = version, Modality = Modality.Tensor, Tasks = [ExpertTask.Classify] };

        public IModelRunner? Model { get; } = model;

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
