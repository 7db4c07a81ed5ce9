namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the output step <c>generate</c>; the defaults are the names that Hugging Face's Optimum gives an exported decoder.</summary>
internal sealed record GenerateOptions
{
    /// <summary>A file of the expert with the vocabulary; null to answer with ids only.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Tokens that end the text, by name.</summary>
    public IReadOnlyList<string> End { get; init; } = [];

    /// <summary>Tokens that end the text, by id.</summary>
    public IReadOnlyList<int> EndIds { get; init; } = [];

    /// <summary>The most tokens to write; a request may ask for fewer.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>The most tokens the model takes, read and written ones together; null for no limit but the others.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What stands between two tokens of the text.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>The model's input of ids <c>[1, tokens]</c>.</summary>
    public string InputIds { get; init; } = "input_ids";

    /// <summary>Its input of ones <c>[1, past + tokens]</c>, if it has one.</summary>
    public string AttentionMask { get; init; } = "attention_mask";

    /// <summary>Its input of positions <c>[1, tokens]</c>, if it has one.</summary>
    public string PositionIds { get; init; } = "position_ids";

    /// <summary>Its output of scores <c>[1, tokens, vocabulary]</c>.</summary>
    public string Logits { get; init; } = "logits";

    /// <summary>Names of the inputs that hold keys and values of the past, with <c>*</c> for what differs; their last dimension but one is time.</summary>
    public string Past { get; init; } = "past_key_values.*";

    /// <summary>Names of the outputs that become those inputs, with <c>*</c> for the same as in <see cref="Past"/>.</summary>
    public string Present { get; init; } = "present.*";
}
