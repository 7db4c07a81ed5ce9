namespace IndustrialAgents.Experts.Multimodal;

/// <summary>What experts over several modalities bring to a node: the experts <c>diagnose</c>, <c>past-cases</c> and <c>chat</c>.</summary>
/// <param name="time">Measures members' latency and keeps their deadline.</param>
public sealed class MultimodalModule(TimeProvider time) : IExpertModule
{
    /// <summary>The module as a node loads it, on the system's clock.</summary>
    public MultimodalModule()
        : this(TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.AddExpert(DiagnoseExpert.Use, (context, directory) => DiagnoseExpert.Create(context, directory, time));
        catalog.AddExpert(PastCasesExpert.Use, (context, directory) => PastCasesExpert.Create(context, directory, time));
        catalog.AddExpert(ChatExpert.Use, (context, _) => ChatExpert.Create(context, time));
    }
}
