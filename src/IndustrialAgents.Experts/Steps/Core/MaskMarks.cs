namespace IndustrialAgents.Experts;

/// <summary>What is 1 in a mask of the step <c>window</c>; all else is 0.</summary>
internal enum MaskMarks
{
    /// <summary>Samples that were measured.</summary>
    Real,

    /// <summary>Samples that were put before the series, or are missing.</summary>
    Padded,
}
