namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>What becomes of that at which a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>It vanishes.</summary>
    Removed,

    /// <summary>Each is a word of its own.</summary>
    Isolated,

    /// <summary>It ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>It begins the word after it.</summary>
    MergedWithNext,

    /// <summary>Neighbours are one word.</summary>
    Contiguous,
}
