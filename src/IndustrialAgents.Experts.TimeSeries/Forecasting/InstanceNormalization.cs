namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What is taken off a window before it is forecast and added to the forecast, so that a level never seen in fitting does no harm (Kim et al.
/// 2022, RevIN; Zeng et al. 2023, arXiv:2205.13504).
/// </summary>
public enum InstanceNormalization
{
    /// <summary>Nothing: the forecast returns to the mean of the part it was fitted on.</summary>
    None,

    /// <summary>The window's last value.</summary>
    Last,

    /// <summary>The window's mean.</summary>
    Mean,
}
