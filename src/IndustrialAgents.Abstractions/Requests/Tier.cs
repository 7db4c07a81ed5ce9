namespace IndustrialAgents;

/// <summary>Where an expert runs.</summary>
public enum Tier
{
    /// <summary>On a box beside the machine.</summary>
    Edge,

    /// <summary>In the plant's own cluster.</summary>
    Plant,

    /// <summary>Outside the plant.</summary>
    Cloud,
}
