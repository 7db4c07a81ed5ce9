using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="TableClassifier"/> is fitted.</summary>
public sealed record TableClassifierOptions
{
    /// <summary>Which trees.</summary>
    public TableLearner Learner { get; init; }

    /// <summary>The class whose F1 the threshold is chosen by, such as the failure; null for the rarer one.</summary>
    public string? Positive { get; init; }

    /// <summary>Columns computed from others: what is known of the physics and takes trees many splits to find.</summary>
    public IReadOnlyList<DerivedColumn> Derived { get; init; } = [];

    /// <summary>The boosted trees.</summary>
    public TreeOptions Boosting { get; init; } = new() { Trees = 200, Leaves = 8, LearningRate = 0.1, LeafRows = 5, FeatureShare = 0.5, RowShare = 0.8 };

    /// <summary>The forest.</summary>
    public TreeOptions Forest { get; init; } = new() { Trees = 150, Leaves = 1_000, LeafRows = 1, FeatureShare = 0.4 };

    /// <summary>Parts of the rows that are held out in turn to choose the learner and the threshold, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed by which rows are dealt out to the parts.</summary>
    public int Seed { get; init; }
}
