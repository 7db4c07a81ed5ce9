namespace IndustrialAgents.Assets.Simulation;

/// <summary>Kinds of machine that <see cref="SimulatedPlant"/> has.</summary>
public enum MachineKind
{
    /// <summary>A centrifugal pump in a pipe: flow, pressure, vibration, temperature, once a second.</summary>
    Pump,

    /// <summary>A rolling bearing: acceleration of its housing at 2 kHz.</summary>
    Bearing,

    /// <summary>The induction motor of a belt conveyor: current, speed, torque, temperature, ten times a second.</summary>
    Conveyor,

    /// <summary>A mechanical press: force, position, cycle time, a hundred times a second.</summary>
    Press,
}
