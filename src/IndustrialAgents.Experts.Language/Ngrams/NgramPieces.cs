namespace IndustrialAgents.Experts.Language;

/// <summary>Which of a text's pieces a head reads.</summary>
public enum NgramPieces
{
    /// <summary>Character n-grams, also those that run over from one word to the next. Best for texts of a few, often misspelled words.</summary>
    Characters,

    /// <summary>Character n-grams inside words, words, and pairs of words that stand near each other.</summary>
    Words,
}
