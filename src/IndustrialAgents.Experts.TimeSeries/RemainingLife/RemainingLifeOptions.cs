using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How <see cref="RemainingLife"/> is fitted.</summary>
public sealed record RemainingLifeOptions
{
    /// <summary>Most samples at the end of a series that are looked at.</summary>
    public int Window { get; init; } = 70;

    /// <summary>Least samples that a series must have to be answered.</summary>
    public int Least { get; init; } = 30;

    /// <summary>
    /// Whether every series begins when the thing was new: then the number of its samples is its age, which says much. A series that began later
    /// would be taken for that of a younger thing.
    /// </summary>
    public bool FromNew { get; init; }

    /// <summary>
    /// Most samples of life left that are told apart: before wear shows there is nothing to see (Heimes 2008, doi:10.1109/PHM.2008.4711422). 125 is the
    /// cap that publications on C-MAPSS use.
    /// </summary>
    public double Cap { get; init; } = 125;

    /// <summary>Unit of a sample, in UCUM.</summary>
    public string Unit { get; init; } = "{cycle}";

    /// <summary>Levels of the quantiles, rising.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.05, 0.95];

    /// <summary>Groups of runs that are held out in turn to calibrate the quantiles, at least 2; at most as many as there are runs.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>The boosted trees.</summary>
    public TreeOptions Trees { get; init; } = new() { Trees = 200, Leaves = 16, LearningRate = 0.05, LeafRows = 50, FeatureShare = 0.3, RowShare = 0.2 };
}
