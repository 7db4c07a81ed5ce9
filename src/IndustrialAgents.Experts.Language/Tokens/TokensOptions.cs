namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the input step <c>tokens</c>.</summary>
internal sealed record TokensOptions
{
    /// <summary>A file of the expert with the vocabulary; null to take ids only, from a tensor.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The model's input; null for its first free one.</summary>
    public string? Input { get; init; } = "input_ids";

    /// <summary>Characters that end a token; what lies between two of them is a token if the vocabulary has it, or else tokens parted by white space.</summary>
    public string Separators { get; init; } = ",;|\r\n";

    /// <summary>Tokens put before the caller's.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>Tokens put after the caller's.</summary>
    public IReadOnlyList<string> Suffix { get; init; } = [];

    /// <summary>The most tokens, prefix and suffix included.</summary>
    public int MaxTokens { get; init; } = 512;
}
