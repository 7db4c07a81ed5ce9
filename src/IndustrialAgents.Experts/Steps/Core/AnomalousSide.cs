namespace IndustrialAgents.Experts;

/// <summary>Which scores of a model mean an anomaly.</summary>
internal enum AnomalousSide
{
    /// <summary>Those above the threshold.</summary>
    Above,

    /// <summary>Those below it, as an isolation forest's decision function.</summary>
    Below,
}
