using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>Paths of the OpenAI API.</summary>
internal static class OpenAiPath
{
    public const string Chat = "/v1/chat/completions";
    public const string Embeddings = "/v1/embeddings";
    public const string Models = "/v1/models";

    /// <summary>Whether a path is one of the API's.</summary>
    public static bool Is(PathString path) => path.StartsWithSegments("/v1/chat", StringComparison.Ordinal)
        || path.StartsWithSegments(Embeddings, StringComparison.Ordinal) || path.StartsWithSegments(Models, StringComparison.Ordinal);
}
