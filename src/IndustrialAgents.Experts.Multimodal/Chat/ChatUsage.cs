using System.Text.Json;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Tokens that a request used.</summary>
/// <param name="TokensRead">Tokens of the request; null where the endpoint does not say.</param>
/// <param name="TokensWritten">Tokens of the reply; null where it does not say.</param>
internal readonly record struct ChatUsage(int? TokensRead, int? TokensWritten)
{
    /// <summary>Reads the object <c>usage</c>.</summary>
    public static ChatUsage Read(JsonElement usage) => new(Tokens(usage, "prompt_tokens"), Tokens(usage, "completion_tokens"));

    private static int? Tokens(JsonElement usage, string name) => usage.TryGet(name, JsonValueKind.Number, out var value) && value.TryGetInt32(out var count) && count >= 0 ? count : null;
}
