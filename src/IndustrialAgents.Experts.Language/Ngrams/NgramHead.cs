namespace IndustrialAgents.Experts.Language;

/// <summary>Which linear head a text classifier has. Costs are chosen on texts left out.</summary>
public enum NgramHead
{
    /// <summary>Multinomial logistic regression.</summary>
    Softmax,

    /// <summary>A margin for each label against the rest, with squared hinge loss.</summary>
    Margin,

    /// <summary>Ridge regression on the labels.</summary>
    Ridge,

    /// <summary>Softmax, margin and ridge together: a log-linear pool, weighted on texts left out.</summary>
    Committee,

    /// <summary>Softmax, unless margin, ridge or the committee names clearly more texts left out rightly.</summary>
    Selected,
}
