using IndustrialAgents.Experts;
using IndustrialAgents.Gateway.Draining;
using IndustrialAgents.Gateway.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>The Open Inference Protocol v2 over REST (kserve/open-inference-protocol, open_inference_rest.yaml).</summary>
internal static class InferenceEndpoints
{
    private const string Platform = "onnx_onnxruntime";

    /// <summary>Maps them.</summary>
    public static void MapInference(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2", (Delegate)Server).WithSummary("The server and the extensions it speaks").Produces<ServerMetadata>();
        routes.MapGet("/v2/health/live", (Delegate)Live).WithSummary("Whether the server is up").Produces<ServerLiveness>();
        routes.MapGet("/v2/health/ready", Ready)
            .WithSummary("Whether the server takes requests; 503 once it is stopping, or while something that it needs is missing")
            .Produces<ServerReadiness>()
            .Produces<ServerReadiness>(StatusCodes.Status503ServiceUnavailable);
        foreach (var model in new[] { "/v2/models/{name}", "/v2/models/{name}/versions/{version}" })
        {
            routes.MapGet(model, Model)
                .WithSummary("A model's inputs and outputs")
                .Produces<ModelMetadata>()
                .Produces<InferenceError>(StatusCodes.Status404NotFound);
            routes.MapGet($"{model}/ready", ModelReady)
                .WithSummary("Whether a model can be run")
                .Produces<ModelReadiness>()
                .Produces<ModelReadiness>(StatusCodes.Status503ServiceUnavailable)
                .Produces<InferenceError>(StatusCodes.Status404NotFound);
            routes.MapPost($"{model}/infer", Infer)
                .WithSummary("Run a model on tensors, as JSON or with the binary tensor data extension")
                .WithMetadata(new AcceptsMetadata(["application/json", "application/octet-stream"], typeof(InferenceRequest)))
                .Produces<InferenceResponse>()
                .Produces<InferenceError>(StatusCodes.Status400BadRequest)
                .Produces<InferenceError>(StatusCodes.Status404NotFound)
                .Produces<InferenceError>(StatusCodes.Status413PayloadTooLarge)
                .Produces<InferenceError>(StatusCodes.Status415UnsupportedMediaType)
                .Produces<InferenceError>(StatusCodes.Status429TooManyRequests)
                .Produces<InferenceError>(StatusCodes.Status503ServiceUnavailable)
                .Produces<InferenceError>(StatusCodes.Status504GatewayTimeout);
        }
    }

    private static Task Server(HttpContext context) => context.WriteAsync(new ServerMetadata(
        "industrial-agents", typeof(GatewayApp).Assembly.GetName().Version?.ToString(3) ?? "0", ["binary_tensor_data"]));

    private static Task Live(HttpContext context) => context.WriteAsync(new ServerLiveness(true));

    private static async Task Ready(HttpContext context, Readiness readiness)
    {
        var obstacle = await readiness.FindObstacleAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = obstacle is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.WriteAsync(new ServerReadiness(obstacle is null, obstacle)).ConfigureAwait(false);
    }

    private static async Task Model(HttpContext context, string name, string? version, IModelDirectory models)
    {
        var model = Find(models, name, version);
        await model.LoadAsync(context.RequestAborted).ConfigureAwait(false);
        await context.WriteAsync(new ModelMetadata(model.Id.Name, models.Versions(name), Platform, Describe(model.Inputs), Describe(model.Outputs))).ConfigureAwait(false);
    }

    private static Task ModelReady(HttpContext context, string name, string? version, IModelDirectory models, DrainState state)
    {
        var ready = Find(models, name, version).Health == ExpertHealth.Ready && !state.IsDraining;
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.WriteAsync(new ModelReadiness(name, ready));
    }

    private static Task Infer(HttpContext context, string name, string? version, InferHandler handler) => handler.HandleAsync(context, name, version);

    private static ServedModel Find(IModelDirectory models, string name, string? version) =>
        models.Find(name, version) ?? throw new ExpertNotFoundException(version is null ? name : $"{name}@{version}");

    private static TensorMetadata[] Describe(IReadOnlyList<ModelTensorInfo> tensors) =>
        [.. tensors.Select(tensor => new TensorMetadata(tensor.Name, DataType.NameOf(tensor.ElementType) ?? "", tensor.Dimensions))];
}
