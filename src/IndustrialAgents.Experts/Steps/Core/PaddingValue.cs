namespace IndustrialAgents.Experts;

/// <summary>What the step <c>window</c> puts before a series that is shorter than the model's.</summary>
internal enum PaddingValue
{
    /// <summary>NaN, which the model takes as missing.</summary>
    Nan,

    /// <summary>0 on the model's scale.</summary>
    Zero,

    /// <summary>The channel's first value in the window.</summary>
    First,
}
