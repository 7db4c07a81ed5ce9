using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway.Tests.Fakes;

internal sealed class FakeModels(params (string Name, string Version, IModelRunner Runner)[] models) : IModelDirectory
{
    private readonly List<ServedModel> _models = [.. models.Select(model => new ServedModel(new ExpertId(model.Name, model.Version), model.Runner))];

    public ServedModel? Find(string name, string? version) =>
        _models.LastOrDefault(model => model.Id.Name == name && (version is null || model.Id.Version == version));

    public IReadOnlyList<string> Versions(string name) => [.. _models.Where(model => model.Id.Name == name).Select(model => model.Id.Version)];
}
