namespace IndustrialAgents.Assets;

/// <summary>What a row of a batch did to an asset's alarm.</summary>
/// <param name="Change">What changed; never <see cref="AlarmChange.None"/>.</param>
/// <param name="Incident">The incident: as it opened, or as it closed.</param>
public sealed record IncidentChange(AlarmChange Change, Incident Incident);
