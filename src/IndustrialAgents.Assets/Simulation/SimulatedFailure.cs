namespace IndustrialAgents.Assets.Simulation;

/// <summary>Hidden condition of a simulated asset.</summary>
public enum SimulatedFailure
{
    /// <summary>Nothing is wrong.</summary>
    Normal,

    /// <summary>A bearing wears: vibration and bearing temperature rise, the motor draws a little more.</summary>
    BearingWear,

    /// <summary>A seal leaks: flow and pressure fall below what the speed should give.</summary>
    SealLeak,

    /// <summary>The line clogs: pressure rises while flow and current fall.</summary>
    Blockage,

    /// <summary>A winding or contact fails: current rises and swings, speed sags.</summary>
    ElectricalFault,
}
