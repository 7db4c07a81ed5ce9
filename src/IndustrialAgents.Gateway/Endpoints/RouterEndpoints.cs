using IndustrialAgents.Gateway.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Asking, feedback and decisions.</summary>
internal static class RouterEndpoints
{
    private const string Problem = "application/problem+json";

    /// <summary>Maps them.</summary>
    public static void MapRouter(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/ask", AskAsync)
            .WithName("ask")
            .WithSummary("Ask about an asset")
            .WithDescription("A request as JSON, or as multipart/form-data with the request in the field 'request' and files: CSV tables become its series inputs, all others its image inputs.")
            .WithMetadata(new AcceptsMetadata(["application/json", MultipartForm.MediaType], typeof(Request)))
            .Produces<Answer>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status413PayloadTooLarge, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status415UnsupportedMediaType, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status429TooManyRequests, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status503ServiceUnavailable, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status504GatewayTimeout, Problem);
        routes.MapPost("/v1/feedback", FeedbackAsync)
            .WithName("feedback")
            .WithSummary("Tell what turned out to be true of a decision")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(Feedback)))
            .Produces<FeedbackReceipt>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
        routes.MapGet("/v1/decisions/{id}", FindAsync)
            .WithName("decision")
            .WithSummary("The record of an answer, with the feedback on it")
            .Produces<Decision>()
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
    }

    private static async Task AskAsync(HttpContext context, IRouter router, GatewayOptions options)
    {
        var type = context.Request.ContentType ?? "";
        var request = MediaType.Is(type, MultipartForm.MediaType)
            ? await MultipartRequest.ReadAsync(context.Request, options, context.RequestAborted).ConfigureAwait(false)
            : await RequestJson.ReadAsync<Request>(context).ConfigureAwait(false);
        request.Validate(options.RequestLimits);
        await context.WriteAsync(await router.AskAsync(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task FeedbackAsync(HttpContext context, IRouter router)
    {
        var feedback = await RequestJson.ReadAsync<Feedback>(context).ConfigureAwait(false);
        await context.WriteAsync(await router.FeedbackAsync(feedback, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task FindAsync(HttpContext context, string id, IDecisionStore decisions) =>
        await context.WriteAsync(
            await decisions.FindAsync(id, context.RequestAborted).ConfigureAwait(false) ?? throw new DecisionNotFoundException(id)).ConfigureAwait(false);
}
