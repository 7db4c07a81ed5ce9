namespace IndustrialAgents.Experts.Tests;

/// <summary>A module as somebody else's assembly would bring it.</summary>
public sealed class EchoModule : IExpertModule
{
    public void Register(ExpertCatalog catalog) => catalog.AddExpert("echo", (context, _) => new EchoExpert(context.Manifest));
}
