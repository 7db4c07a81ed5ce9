using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Takes inference requests before routing does, which costs more than the rest of a small one.</summary>
/// <param name="next">Everything else.</param>
/// <param name="handler">Answers inference requests.</param>
internal sealed class InferMiddleware(RequestDelegate next, InferHandler handler)
{
    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && InferPath.TryParse(context.Request.Path.Value, out var name, out var version)
            ? handler.HandleAsync(context, name, version)
            : next(context);
}
