using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Makes an expert of what llama2.c trains: weights and tokenizer in its own formats. Thread-safe.</summary>
public static class Llama2cExpert
{
    /// <summary>Name of the tokenizer's file in the expert's folder.</summary>
    public const string TokenizerFile = "tokenizer.bin";

    /// <summary>Converts the weights and writes the manifest: steps <c>text</c> and <c>generate</c>, greedy unless a request says otherwise.</summary>
    /// <param name="id">What the expert is called.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="tokenizer">A <c>tok*.bin</c>, as it is.</param>
    /// <param name="source">What the tokenizer is called in errors.</param>
    /// <exception cref="InvalidManifestException">The tokenizer cannot be read, or has more tokens than the weights.</exception>
    public static FittedExpert Create(ExpertId id, Llama2cWeights weights, byte[] tokenizer, string source)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var size = Llama2cTokenizer.Parse(tokenizer, source).Size;
        if (size > weights.Vocabulary)
        {
            throw new InvalidManifestException(source, "vocabulary", $"has {size} tokens, and the weights {weights.Vocabulary}; take the tokenizer that the weights were trained with");
        }

        var manifest = new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.Language,
            Tasks = [ExpertTask.Generate],
            Description = FormattableString.Invariant($"Writes on from a text; Llama decoder of {weights.Layers} layers and {weights.Vocabulary} tokens, converted from llama2.c."),
            Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("text", new { tokenizer = TokenizerFile, maxTokens = weights.Length }) }],

            // As run.c: a new text's beginning ends the old one, too.
            Output = ManifestStep.Of("generate", new { endIds = new[] { Llama2cTokenizer.Begin, Llama2cTokenizer.End }, maxTokens = weights.Length, maxLength = weights.Length }),
        };
        return new FittedExpert(manifest, Llama2cConverter.Convert(weights).ToBytes()) { Attachments = new Dictionary<string, byte[]> { [TokenizerFile] = tokenizer } };
    }
}
