namespace IndustrialAgents.Experts.Language;

/// <summary>What becomes of a text that is longer than the model takes.</summary>
internal enum TextOverflow
{
    /// <summary>Its end is cut off.</summary>
    Cut,

    /// <summary>The request is refused.</summary>
    Refuse,
}
