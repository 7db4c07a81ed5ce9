namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the input step <c>text</c>.</summary>
internal sealed record TextOptions
{
    /// <summary>A file of the expert: a Hugging Face <c>tokenizer.json</c>, or a <c>.bin</c> of llama2.c.</summary>
    public string Tokenizer { get; init; } = "tokenizer.json";

    /// <summary>What is put before every text, such as <c>query: </c>, as the model was trained.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// The family by whose template all texts of the request become one conversation, or <c>auto</c>. Null for no conversation: the first text is taken
    /// as it is.
    /// </summary>
    public string? ChatTemplate { get; init; }

    /// <summary>A file of the expert from which <c>auto</c> tells the family, where it is among them.</summary>
    public string TokenizerConfig { get; init; } = "tokenizer_config.json";

    /// <summary>Whether the tokenizer's own special tokens are put around the text.</summary>
    public bool AddSpecial { get; init; } = true;

    /// <summary>The most tokens, special ones included.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>What becomes of a longer text.</summary>
    public TextOverflow Overflow { get; init; }

    /// <summary>Texts are filled up to a multiple of this, so that those of nearly the same length run together; needs an attention mask.</summary>
    public int PadTo { get; init; } = 1;

    /// <summary>Id of the token that fills up.</summary>
    public int PadId { get; init; }

    /// <summary>The model's input of ids <c>[1, tokens]</c>.</summary>
    public string InputIds { get; init; } = "input_ids";

    /// <summary>Its input that is 1 for tokens and 0 for what fills up, if it has one.</summary>
    public string AttentionMask { get; init; } = "attention_mask";

    /// <summary>Its input of segments, if it has one.</summary>
    public string TokenTypeIds { get; init; } = "token_type_ids";
}
