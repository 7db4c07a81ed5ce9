namespace IndustrialAgents;

/// <summary>How far a sample can be trusted: the severity bits of an OPC UA status code (OPC 10000-4, 7.39).</summary>
public enum SampleQuality : byte
{
    /// <summary>Usable.</summary>
    Good = 0,

    /// <summary>Usable with care: substituted, interpolated or of doubtful accuracy.</summary>
    Uncertain = 1,

    /// <summary>Not usable; the value is ignored and may be NaN.</summary>
    Bad = 2,
}
