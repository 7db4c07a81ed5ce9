namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the output step <c>generate</c>. Names that are null are those of the configuration, else those that Hugging Face's Optimum gives an exported decoder.</summary>
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

    /// <summary>A file of the expert in the form of ONNX Runtime GenAI's <c>genai_config.json</c>: names, ending tokens and length are taken from it, where they are not given here.</summary>
    public string? Config { get; init; }

    /// <summary>How tokens are chosen where the request does not say.</summary>
    public SamplingParameters? Sampling { get; init; }

    /// <summary>The most memory, in bytes, of keys and values of all sequences that are written together.</summary>
    public long MaxCacheBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Whether sequences of unequal length are written together, the shorter filled up at their beginning behind the mask. Null for yes, but no with a
    /// <see cref="Config"/>, whose models may count the mask's ones and so take what fills up to be at the end.
    /// </summary>
    public bool? FillUp { get; init; }

    /// <summary>What stands between two tokens of a text without tokenizer.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>The model's input of ids <c>[sequences, tokens]</c>.</summary>
    public string? InputIds { get; init; }

    /// <summary>Its input of ones <c>[sequences, past + tokens]</c>, if it has one.</summary>
    public string? AttentionMask { get; init; }

    /// <summary>Its input of positions <c>[sequences, tokens]</c>, if it has one.</summary>
    public string? PositionIds { get; init; }

    /// <summary>Its output of scores <c>[sequences, tokens, vocabulary]</c>.</summary>
    public string? Logits { get; init; }

    /// <summary>Names of the inputs that hold keys and values of the past, with <c>*</c> for what differs; their last dimension but one is time.</summary>
    public string? Past { get; init; }

    /// <summary>Names of the outputs that become those inputs, with <c>*</c> for the same as in <see cref="Past"/>.</summary>
    public string? Present { get; init; }
}
