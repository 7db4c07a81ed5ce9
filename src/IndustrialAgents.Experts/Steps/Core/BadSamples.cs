namespace IndustrialAgents.Experts;

/// <summary>What the step <c>window</c> makes of samples whose quality is bad.</summary>
internal enum BadSamples
{
    /// <summary>The channel's last good value is held; before the first good one, that one is used.</summary>
    Hold,

    /// <summary>The request is refused.</summary>
    Refuse,

    /// <summary>They become NaN and are not real in the mask, for models that know missing values.</summary>
    Nan,
}
