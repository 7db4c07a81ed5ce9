using System.Text.Json;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

/// <summary>Tokenizers written in the tests.</summary>
internal static class SmallTokenizer
{
    /// <summary>A tokenizer of a model and other sections, each as an anonymous object or null.</summary>
    public static Tokenizer Of(object model, object? normalizer = null, object? preTokenizer = null, object? postProcessor = null, object? decoder = null, object[]? added = null) =>
        Tokenizer.Parse(Json(model, normalizer, preTokenizer, postProcessor, decoder, added), "tokenizer.json");

    public static byte[] Json(object model, object? normalizer = null, object? preTokenizer = null, object? postProcessor = null, object? decoder = null, object[]? added = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["version"] = "1.0",
            ["added_tokens"] = added ?? [],
            ["normalizer"] = normalizer,
            ["pre_tokenizer"] = preTokenizer,
            ["post_processor"] = postProcessor,
            ["decoder"] = decoder,
            ["model"] = model,
        });

    /// <summary>A model of whole words.</summary>
    public static object Words(params string[] words) => new { type = "WordLevel", unk_token = words[0], vocab = words.Index().ToDictionary(word => word.Item, word => word.Index) };

    /// <summary>What a text's tokens read.</summary>
    public static string[] Tokens(this Tokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Ids.Select(id => tokenizer.TokenOf(id)!)];

    /// <summary>The parts of a text that its tokens come from.</summary>
    public static string[] Sources(this Tokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Offsets.Select(own => text[own.Start..own.End])];
}
