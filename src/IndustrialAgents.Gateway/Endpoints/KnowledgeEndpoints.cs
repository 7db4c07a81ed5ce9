using IndustrialAgents.Experts;
using IndustrialAgents.Gateway.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>The documents that experts answer from.</summary>
internal static class KnowledgeEndpoints
{
    private const string Path = "/v1/knowledge";
    private const string Problem = "application/problem+json";

    /// <summary>Maps them.</summary>
    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet(Path, ListAsync), "documents", "The documents of an expert")
            .Produces<IReadOnlyList<StoredDocument>>();
        Describe(routes.MapPost(Path, AddAsync), "addDocument", "Add a document, or replace the one of its name")
            .WithDescription("The document as the body, with its file name in the query as 'name', or as the only file of a multipart form. 'asset' says what it is about.")
            .WithMetadata(new AcceptsMetadata(["application/octet-stream", MultipartForm.MediaType, "*/*"], typeof(byte[])))
            .Produces<StoredDocument>()
            .Produces<ProblemDetails>(StatusCodes.Status403Forbidden, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status413PayloadTooLarge, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status503ServiceUnavailable, Problem);
        Describe(routes.MapDelete(Path + "/{id:long}", RemoveAsync), "removeDocument", "Remove a document")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDetails>(StatusCodes.Status403Forbidden, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status503ServiceUnavailable, Problem);
        Describe(routes.MapPost(Path + "/search", SearchAsync), "searchDocuments", "The passages that fit a question best")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(KnowledgeQuestion)))
            .Produces<Passages>()
            .Produces<ProblemDetails>(StatusCodes.Status415UnsupportedMediaType, Problem);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name)
        .WithSummary(summary)
        .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem)
        .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);

    private static async Task ListAsync(HttpContext context, IExpertDirectory experts, string? expert) =>
        await context.WriteAsync(await experts.FindDocuments(expert).ListAsync(context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);

    // The name and the asset stand here for the OpenAPI document; a form may give them too.
    private static async Task AddAsync(HttpContext context, IExpertDirectory experts, GatewayOptions options, string? expert, string? name, string? asset)
    {
        RequireOwnOrigin(context.Request);
        var documents = experts.FindDocuments(expert);
        var document = await PostedDocument.ReadAsync(context.Request, options, context.RequestAborted).ConfigureAwait(false);
        var added = await documents.AddAsync(document.Name, document.Bytes, document.Asset, context.RequestAborted).ConfigureAwait(false);
        await context.WriteAsync(added).ConfigureAwait(false);
    }

    private static async Task RemoveAsync(HttpContext context, IExpertDirectory experts, long id, string? expert)
    {
        RequireOwnOrigin(context.Request);
        await experts.FindDocuments(expert).RemoveAsync(id, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task SearchAsync(HttpContext context, IExpertDirectory experts, GatewayOptions options, string? expert)
    {
        var question = await RequestJson.ReadAsync<KnowledgeQuestion>(context).ConfigureAwait(false);
        var length = question.Question.Length;
        InvalidRequestException.Require(length <= options.RequestLimits.MaxTextLength, "question", $"has {length} characters; the limit is {options.RequestLimits.MaxTextLength}");
        var found = await experts.FindDocuments(expert).SearchAsync(question.Question, question.Top, question.Asset, context.RequestAborted).ConfigureAwait(false);
        await context.WriteAsync(found).ConfigureAwait(false);
    }

    // A gateway on loopback needs no key, and a page of any site can make a browser post a text or a form to it: what the plant knows must not change so. A browser
    // says itself whether the page is the gateway's own, also behind a proxy that calls it otherwise.
    private static void RequireOwnOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is [{ } origin] && request.Headers["Sec-Fetch-Site"] != "same-origin"
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && request.Host.Equals(HostString.FromUriComponent(site))))
        {
            throw new ForbiddenOriginException(origin);
        }
    }
}
