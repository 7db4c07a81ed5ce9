namespace IndustrialAgents.Assets.Simulation;

/// <summary>How hard the cases of a <see cref="SimulatedPlant"/> are.</summary>
public sealed record SimulatedPlantOptions
{
    /// <summary>Machines of each kind, each with ratings, wear and offsets of its own.</summary>
    public int MachinesPerKind { get; init; } = 20;

    /// <summary>The least severity of a fault, 0 to 1; a fault's severity lies evenly between this and 1.</summary>
    public double LeastSeverity { get; init; } = 0.1;

    /// <summary>Share of cases in which a modality is missing; where all three are drawn to be missing, the text stays.</summary>
    public ModalityShares Missing { get; init; }

    /// <summary>Share of cases in which a modality is about another mode than the true one: the wrong machine's picture, a work order under the wrong number.</summary>
    public ModalityShares Misleading { get; init; }

    /// <summary>Share of pictures on which the fault lies out of sight.</summary>
    public double HiddenShare { get; init; } = 0.15;

    /// <summary>Share of texts that name nothing.</summary>
    public double VagueShare { get; init; } = 0.12;

    /// <summary>Share of texts whose writer took the fault for another one.</summary>
    public double MistakenShare { get; init; } = 0.08;
}
