using IndustrialAgents.Assets;

namespace IndustrialAgents.Cli.Demo;

/// <summary>One asset of a demonstration: its agent, and the rows that will come.</summary>
/// <param name="Agent">Watches the asset.</param>
/// <param name="Rows">The rows after those that the detector was fitted on.</param>
internal sealed record DemoStream(AssetAgent Agent, IEnumerable<DemoRow> Rows);
