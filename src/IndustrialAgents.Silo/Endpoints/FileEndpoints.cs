using System.Buffers;
using IndustrialAgents.Experts;
using IndustrialAgents.Silo.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Silo.Endpoints;

/// <summary>The files of models over HTTP, by their SHA-256: how operators bring them, and how silos without a shared folder get them.</summary>
internal static class FileEndpoints
{
    /// <summary>Path of all files.</summary>
    public const string Path = "/v1/files";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private const string Binary = "application/octet-stream";
    private const string Problem = "application/problem+json";

    /// <summary>Maps them.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods($"{Path}/{{sha256}}", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .WithSummary("A file by the SHA-256 of its content, in hex")
            .Produces(StatusCodes.Status200OK, contentType: Binary)
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
        routes.MapPut($"{Path}/{{sha256}}", PutAsync)
            .WithSummary("Bring a file; it is there once this is answered, and bringing it again does nothing")
            .Accepts<Stream>(Binary)
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status413PayloadTooLarge, Problem);
    }

    private static async Task<IResult> GetAsync(string sha256, IContentStore content, CancellationToken cancellationToken)
    {
        RequireHash(sha256);
        if (!await content.ContainsAsync(sha256, cancellationToken).ConfigureAwait(false))
        {
            return Results.Problem($"no file of hash {sha256} is here; bring it with PUT {Path}/{sha256}", statusCode: StatusCodes.Status404NotFound, title: "Not Found", type: "about:blank");
        }

        return Results.File(await content.GetAsync(sha256, cancellationToken).ConfigureAwait(false), Binary, enableRangeProcessing: true);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string sha256, IContentStore content, HttpSettings settings)
    {
        RequireHash(sha256);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = settings.MaxFileBytes;
        }

        if (!await content.ContainsAsync(sha256, context.RequestAborted).ConfigureAwait(false))
        {
            var brought = await AddAsync(context, content).ConfigureAwait(false);
            if (brought != sha256)
            {
                throw new InvalidRequestException("sha256", $"{sha256} is not the hash of the content, which is {brought}; send the file as it is (curl -T FILE)");
            }
        }

        return Results.NoContent();
    }

    private static async Task<string> AddAsync(HttpContext context, IContentStore content)
    {
        try
        {
            return await content.AddAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (ContentTooLargeException e)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status413PayloadTooLarge, e);
        }
    }

    private static void RequireHash(string text)
    {
        if (text.Length != 64 || text.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw new InvalidRequestException("sha256", $"'{text}' is no SHA-256; write its 64 hex digits in lower case (sha256sum FILE)");
        }
    }
}
