namespace IndustrialAgents.Assets.Simulation;

/// <summary>The failure modes of the simulated machines. Thread-safe.</summary>
public static class MachineModes
{
    /// <summary>The mode that means no fault.</summary>
    public const string Normal = "normal";

    private static readonly Dictionary<MachineKind, string[]> Modes = new()
    {
        [MachineKind.Pump] = [Normal, "bearing wear", "seal leak", "blockage", "cavitation"],
        [MachineKind.Bearing] = [Normal, "outer race", "inner race", "rolling element", "lubrication loss"],
        [MachineKind.Conveyor] = [Normal, "overload", "belt slip", "bearing wear", "winding fault"],
        [MachineKind.Press] = [Normal, "tool wear", "lubrication loss", "misalignment", "clutch slip"],
    };

    /// <summary>The modes of one kind, <see cref="Normal"/> first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static IReadOnlyList<string> Of(MachineKind kind) =>
        Modes.TryGetValue(kind, out var modes) ? modes : throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of simulated machine");
}
