using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Orleans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Silo.Endpoints;

/// <summary>The catalogue of the cluster's experts over HTTP.</summary>
internal static class CatalogEndpoints
{
    private const string Problem = "application/problem+json";

    /// <summary>Maps them.</summary>
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        var catalog = routes.MapGroup("/v1/catalog");
        catalog.MapGet("", Get).WithSummary("The experts of the cluster, with version and share of requests").Produces<Catalog>();
        catalog.MapGet("versions/{version:long}", GetVersion)
            .WithSummary("The catalogue as it was")
            .Produces<Catalog>()
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
        catalog.MapPost("experts", Add)
            .WithSummary("Add an expert, or a further version of one, whose files were uploaded before")
            .WithDescription("The body is the manifest. 'share' in the query is the share of requests, 0 to 1, that go to it rather than to the version before; 1 unless given.")
            .Accepts<Manifest>("application/json")
            .Produces<Catalog>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem);
        catalog.MapPatch("experts/{expert}", Change)
            .WithSummary("Set the share of requests of a version, or switch it off or on")
            .Accepts<CatalogChange>("application/json")
            .Produces<Catalog>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem)
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
        catalog.MapDelete("experts/{expert}", Remove)
            .WithSummary("Take an expert out")
            .Produces<Catalog>()
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, Problem);
        catalog.MapPost("rollback", RollBack)
            .WithSummary("Make the catalogue what it was in an earlier version")
            .Accepts<CatalogRollback>("application/json")
            .Produces<Catalog>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, Problem);
    }

    private static ICatalogGrain Grain(this IGrainFactory grains) => grains.Catalog();

    private static async Task<IResult> Get(IGrainFactory grains) =>
        Result(await grains.Grain().GetAsync().ConfigureAwait(false) ?? Empty());

    private static async Task<IResult> GetVersion(long version, IGrainFactory grains) =>
        await grains.Grain().GetVersionAsync(version).ConfigureAwait(false) is { } catalog
            ? Result(catalog)
            : Results.Problem($"version {version} of the catalogue is not kept; the last 100 are", statusCode: StatusCodes.Status404NotFound, title: "Not Found", type: "about:blank");

    private static async Task<IResult> Add(HttpContext context, double? share, IGrainFactory grains)
    {
        var manifest = await ReadAsync<Manifest>(context).ConfigureAwait(false);
        try
        {
            return Result(await grains.Grain().AddAsync(manifest, share ?? 1).ConfigureAwait(false));
        }
        catch (InvalidManifestException e)
        {
            throw new InvalidRequestException("manifest", e.Message, e);
        }
    }

    private static async Task<IResult> Change(HttpContext context, string expert, IGrainFactory grains)
    {
        var id = Parse(expert);
        var change = await ReadAsync<CatalogChange>(context).ConfigureAwait(false);
        Catalog? catalog = null;
        if (change.Share is { } share)
        {
            catalog = await grains.Grain().SetShareAsync(id, share).ConfigureAwait(false);
        }

        if (change.Enabled is { } enabled)
        {
            catalog = await grains.Grain().SetEnabledAsync(id, enabled).ConfigureAwait(false);
        }

        return Result(catalog ?? throw new InvalidRequestException("body", "changes nothing; give 'share', 0 to 1, or 'enabled'"));
    }

    private static async Task<IResult> Remove(string expert, IGrainFactory grains) =>
        Result(await grains.Grain().RemoveAsync(Parse(expert)).ConfigureAwait(false));

    private static async Task<IResult> RollBack(HttpContext context, IGrainFactory grains) =>
        Result(await grains.Grain().RollBackAsync((await ReadAsync<CatalogRollback>(context).ConfigureAwait(false)).Version).ConfigureAwait(false));

    private static ExpertId Parse(string text) =>
        ExpertId.TryParse(text, out var id) ? id : throw new InvalidRequestException("expert", $"'{text}' is not name@version; write both, such as pump-forecast@2");

    private static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ContractJson.Options, context.RequestAborted).ConfigureAwait(false)
            ?? throw new InvalidRequestException("body", "is null; it must be an object");

    private static IResult Result(Catalog catalog) => Results.Json(catalog, ContractJson.Options);

    private static Catalog Empty() => new() { Version = 0, Time = default, Change = "empty", Entries = [] };
}
