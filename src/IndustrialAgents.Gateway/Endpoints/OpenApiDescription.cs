using Microsoft.AspNetCore.OpenApi;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>What the OpenAPI document says beyond its endpoints.</summary>
internal static class OpenApiDescription
{
    /// <summary>Adds it.</summary>
    public static void Configure(OpenApiOptions options) =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "IndustrialAgents";
            document.Info.Description =
                "Ask experts about an asset (/v1), or run their models directly by the Open Inference Protocol v2 (/v2).";
            document.Info.Version = typeof(GatewayApp).Assembly.GetName().Version?.ToString(3);
            return Task.CompletedTask;
        });
}
