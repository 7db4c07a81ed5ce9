using System.Text.Json;

namespace IndustrialAgents.Routing;

/// <summary>Says why no expert can answer a request: the reason of the expert that came closest.</summary>
internal static class NoCandidate
{
    private const int MaxNames = 8;

    public static InvalidRequestException Explain(Request request, RouteOptions route, IExpertDirectory directory)
    {
        var fits = directory.Experts.Select(entry => (entry, Fit: Fitness.Of(entry, request, route, directory))).ToArray();
        var best = fits.Length == 0 ? Fit.Task : fits.Max(item => item.Fit);
        var closest = string.Join(", ", fits.Where(item => item.Fit == best).Select(item => item.entry.Id).Take(MaxNames));
        var task = JsonNamingPolicy.CamelCase.ConvertName(request.Task.ToString());
        return best switch
        {
            Fit.Inputs => new InvalidRequestException(
                "inputs",
                $"the experts for '{task}' ({closest}) need inputs this request lacks; it has "
                + $"{string.Join(", ", request.Inputs.Select(Describe))}, they need {string.Join("; ", fits.Where(item => item.Fit == best).Take(MaxNames).Select(item => Needs(item.entry)))}"),
            Fit.Asset => new InvalidRequestException("asset", $"'{request.Asset}' is outside the assets of the experts for '{task}' ({closest})"),
            Fit.Names => new InvalidRequestException(
                "constraints.experts",
                $"none of those that may run answers '{task}' from these inputs; {closest} would, but the constraints or the route leave them out"),
            Fit.Tiers => new InvalidRequestException("constraints.tiers", $"{closest} would answer '{task}' but run on other tiers"),
            Fit.Cost => new InvalidRequestException(
                "constraints.maxCost",
                $"{closest} would answer '{task}' but cost more than the {Fitness.Budget(request, route)} that may be spent"),
            Fit.Fits => new InvalidRequestException("task", $"the experts for '{task}' ({closest}) are switched off; switch one on or add another"),
            _ => new InvalidRequestException("task", $"none of the {fits.Length} experts answers '{task}'; list them with 'ia experts list' or GET /v1/experts"),
        };
    }

    private static string Describe(RequestInput input) =>
        JsonNamingPolicy.CamelCase.ConvertName(input.Modality.ToString()) + (input.Name is null ? "" : $" '{input.Name}'");

    private static string Needs(ExpertEntry entry) =>
        $"{entry.Id}: " + (entry.Expert.Manifest.Inputs.Count == 0
            ? JsonNamingPolicy.CamelCase.ConvertName(entry.Expert.Manifest.Modality.ToString())
            : string.Join(" + ", entry.Expert.Manifest.Inputs.Select(input =>
                JsonNamingPolicy.CamelCase.ConvertName(input.Kind.ToString()) + (input.Name is null ? "" : $" '{input.Name}'") + (input.Optional ? " (optional)" : ""))));
}
