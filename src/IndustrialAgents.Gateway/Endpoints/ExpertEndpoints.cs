using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>The experts.</summary>
internal static class ExpertEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapExperts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/experts", List)
            .WithName("experts")
            .WithSummary("All experts, with their manifests and health")
            .Produces<IReadOnlyList<ExpertSummary>>();
        routes.MapGet("/v1/experts/{name}", Find)
            .WithName("expert")
            .WithSummary("One expert, by name@version, or by name alone its latest version")
            .Produces<ExpertSummary>()
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json");
    }

    private static Task List(HttpContext context, IExpertDirectory experts) =>
        context.WriteAsync(experts.Experts.Select(Summarize).ToArray());

    private static Task Find(HttpContext context, string name, IExpertDirectory experts) =>
        context.WriteAsync(Summarize(experts.Find(name) ?? throw new ExpertNotFoundException(name)));

    private static ExpertSummary Summarize(ExpertEntry entry) => new(entry.Id, entry.Health, entry.Expert.Manifest);
}
