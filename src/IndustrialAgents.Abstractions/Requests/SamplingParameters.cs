namespace IndustrialAgents;

/// <summary>
/// How the next token is chosen when text is written. Null leaves a choice to the expert, whose default is greedy: always the most probable token.
/// Immutable and thread-safe.
/// </summary>
public sealed record SamplingParameters
{
    /// <summary>The <see cref="JsonSchema"/> of an object with whatever properties.</summary>
    public const string AnyJsonObject = """{"type":"object"}""";

    /// <summary>Divides the scores before the softmax; 0 is greedy, 1 the model's own distribution.</summary>
    public double? Temperature { get; init; }

    /// <summary>Only so many of the most probable tokens may be chosen (Fan et al. 2018).</summary>
    public int? TopK { get; init; }

    /// <summary>Only the most probable tokens that together have this probability may be chosen (Holtzman et al. 2020).</summary>
    public double? TopP { get; init; }

    /// <summary>Only tokens at least this share as probable as the most probable one may be chosen (Nguyen et al. 2024).</summary>
    public double? MinP { get; init; }

    /// <summary>Scores of tokens that were read or written are divided by it where positive, multiplied where negative (Keskar et al. 2019).</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Seed of the draws; the same seed, request and model give the same text.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts at which writing ends; they are not part of the answer.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Texts of which the answer must be one.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>JSON schema that the answer must fit; null for free text.</summary>
    public string? JsonSchema { get; init; }
}
