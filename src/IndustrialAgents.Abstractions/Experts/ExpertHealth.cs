namespace IndustrialAgents;

/// <summary>Whether an expert can be asked.</summary>
public enum ExpertHealth
{
    /// <summary>It can.</summary>
    Ready,

    /// <summary>It failed repeatedly; it is asked again after a pause.</summary>
    Failing,

    /// <summary>An operator switched it off.</summary>
    Disabled,
}
