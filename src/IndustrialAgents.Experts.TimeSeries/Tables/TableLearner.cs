namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Which trees a <see cref="TableClassifier"/> is made of.</summary>
public enum TableLearner
{
    /// <summary>That of the others with the least logarithmic loss on rows held out.</summary>
    Selected,

    /// <summary>Boosted trees, logistic loss.</summary>
    Boosted,

    /// <summary>A random forest.</summary>
    Forest,

    /// <summary>The mean of both probabilities.</summary>
    Both,
}
