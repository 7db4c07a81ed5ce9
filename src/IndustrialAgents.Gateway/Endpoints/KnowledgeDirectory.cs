using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Finds whose documents a request means.</summary>
internal static class KnowledgeDirectory
{
    private const string Field = "expert";

    /// <summary>The documents of an expert.</summary>
    /// <param name="experts">The experts.</param>
    /// <param name="name">Its name or <c>name@version</c>; null for the only one that keeps documents.</param>
    /// <exception cref="ExpertNotFoundException">There is no expert of that name.</exception>
    /// <exception cref="DocumentNotFoundException">No expert keeps documents.</exception>
    /// <exception cref="InvalidRequestException">The expert keeps none, or several do and none is named.</exception>
    public static IDocumentCollection FindDocuments(this IExpertDirectory experts, string? name)
    {
        if (name is not null)
        {
            var entry = experts.Find(name) ?? throw new ExpertNotFoundException(name);
            return Documents(entry) ?? throw new InvalidRequestException(Field, $"'{name}' keeps no documents; those that do are {Names(experts)}");
        }

        var names = Keepers(experts);
        return names switch
        {
            [] => throw new DocumentNotFoundException("no expert here keeps documents; add one whose code is {\"use\": \"knowledge\"}"),
            [var only] => experts.Find(only) is { } entry && Documents(entry) is { } documents
                ? documents
                : throw new InvalidRequestException(Field, $"is missing, and the latest '{only}' keeps no documents; name its version"),
            _ => throw new InvalidRequestException(Field, $"is missing; several experts keep documents: {string.Join(", ", names)}; add ?expert=NAME"),
        };
    }

    private static string Names(IExpertDirectory experts) => Keepers(experts) is { Count: > 0 } names ? string.Join(", ", names) : "none";

    private static List<string> Keepers(IExpertDirectory experts) =>
        [.. experts.Experts.Where(entry => Documents(entry) is not null).Select(entry => entry.Id.Name).Distinct(StringComparer.Ordinal)];

    private static IDocumentCollection? Documents(ExpertEntry entry) => (entry.Expert as IDocumentExpert)?.Documents;
}
