namespace IndustrialAgents.Assets;

/// <summary>What a row did to an alarm.</summary>
public enum AlarmChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It raised the alarm.</summary>
    Raised,

    /// <summary>It cleared the alarm.</summary>
    Cleared,
}
