namespace IndustrialAgents.Assets.Simulation;

/// <summary>Names of the simulated conditions. Thread-safe.</summary>
public static class SimulatedFailures
{
    /// <summary>Every condition but normal.</summary>
    public static IReadOnlyList<SimulatedFailure> Faults { get; } =
        [SimulatedFailure.BearingWear, SimulatedFailure.SealLeak, SimulatedFailure.Blockage, SimulatedFailure.ElectricalFault];

    /// <summary>The condition as experts, answers and screens name it, such as <c>bearing wear</c>.</summary>
    public static string Label(this SimulatedFailure failure) => failure switch
    {
        SimulatedFailure.Normal => "normal",
        SimulatedFailure.BearingWear => "bearing wear",
        SimulatedFailure.SealLeak => "seal leak",
        SimulatedFailure.Blockage => "blockage",
        SimulatedFailure.ElectricalFault => "electrical fault",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "not a condition of a simulated asset"),
    };
}
