using IndustrialAgents.Experts;

namespace PumpRules;

/// <summary>What this assembly brings to a silo: an expert that manifests name <c>pressure-limits</c>. Its grains need no registration.</summary>
public sealed class PumpRulesModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog) =>
        catalog.AddExpert("pressure-limits", (context, _) => new PressureLimits(context.Manifest, context.Options.Read<PressureLimitsOptions>()));
}
