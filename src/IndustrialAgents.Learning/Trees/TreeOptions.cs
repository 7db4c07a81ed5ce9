namespace IndustrialAgents.Learning;

/// <summary>How <see cref="TreeLearner"/> grows trees.</summary>
public sealed record TreeOptions
{
    /// <summary>Number of trees.</summary>
    public int Trees { get; init; } = 200;

    /// <summary>Most leaves of a tree; the leaf whose split gains most is split next.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Least rows of a leaf.</summary>
    public int LeafRows { get; init; } = 20;

    /// <summary>Share of each tree's step that is taken (Friedman 2001, shrinkage); not of a forest.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Share of the features that are tried at each split, in (0, 1].</summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Share of the rows that each boosted tree sees, drawn without replacement, in (0, 1] (Friedman 2002). A forest draws as many as there are, with replacement.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Added to the curvature of a leaf: shrinks the values of small leaves; not of a forest.</summary>
    public double Regularization { get; init; } = 1;

    /// <summary>Most bins that the values of a feature are sorted into, 2 to 256.</summary>
    public int Bins { get; init; } = 255;

    /// <summary>Seed for the rows and features that are drawn.</summary>
    public int Seed { get; init; }
}
