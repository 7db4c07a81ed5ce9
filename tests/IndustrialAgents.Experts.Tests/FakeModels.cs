namespace IndustrialAgents.Experts.Tests;

/// <summary>Gives every expert the model that a test has for it.</summary>
internal sealed class FakeModels(Func<Manifest, IModelRunner> open) : IModelSource
{
    public IModelRunner Open(Manifest manifest, string folder) => open(manifest);
}
