namespace IndustrialAgents.Experts.Language;

/// <summary>How a text classifier's head is fitted.</summary>
public enum NgramHead
{
    /// <summary>Ridge regression in closed form; strength by leaving one out.</summary>
    Ridge,

    /// <summary>A margin for each label against the rest, by descent; slower, and better where there are many labels.</summary>
    Margin,
}
