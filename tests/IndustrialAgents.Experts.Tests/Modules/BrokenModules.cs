namespace IndustrialAgents.Experts.Tests.Modules;

/// <summary>A module that takes a name which another brought, after one of its own.</summary>
public sealed class ClashingModule : IExpertModule
{
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddInputStep("own", _ => throw new NotSupportedException());
        catalog.AddOutputStep("softmax", _ => throw new NotSupportedException());
    }
}

/// <summary>A module that cannot be made by name.</summary>
public sealed class DemandingModule(string what) : IExpertModule
{
    public void Register(ExpertCatalog catalog) => throw new NotSupportedException(what);
}

/// <summary>A module that fails.</summary>
public sealed class ThrowingModule : IExpertModule
{
    public void Register(ExpertCatalog catalog) => throw new InvalidOperationException("no licence");
}
