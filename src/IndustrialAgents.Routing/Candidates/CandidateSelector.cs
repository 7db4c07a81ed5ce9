namespace IndustrialAgents.Routing;

/// <summary>
/// Candidates by task, inputs, asset, tier, cost, names and health. Of several versions of one expert the latest that fits is a candidate,
/// unless versions are named. Experts that are failing are candidates only where no other is.
/// </summary>
public sealed class CandidateSelector : ICandidateSelector
{
    /// <inheritdoc/>
    public void Select(Request request, RouteOptions route, IExpertDirectory directory, List<Candidate> candidates)
    {
        RequireKnown(request.Constraints.Experts, directory);
        var experts = directory.Experts;
        Add(request, route, directory, experts, ExpertHealth.Ready, candidates);
        if (candidates.Count == 0)
        {
            Add(request, route, directory, experts, ExpertHealth.Failing, candidates);
        }

        if (candidates.Count == 0)
        {
            throw NoCandidate.Explain(request, route, directory);
        }
    }

    private static void Add(
        Request request,
        RouteOptions route,
        IExpertDirectory directory,
        IReadOnlyList<ExpertEntry> experts,
        ExpertHealth health,
        List<Candidate> candidates)
    {
        for (var i = 0; i < experts.Count; i++)
        {
            var entry = experts[i];
            if (entry.Health != health || Fitness.Of(entry, request, route, directory) != Fit.Fits)
            {
                continue;
            }

            // The directory lists versions of one name in order, so a later one replaces an earlier one.
            if (candidates.Count > 0 && candidates[^1].Entry.Expert.Manifest.Name == entry.Expert.Manifest.Name
                && !Fitness.IsNamedByVersion(candidates[^1].Entry.Id, request, route))
            {
                candidates[^1] = new Candidate(entry);
            }
            else
            {
                candidates.Add(new Candidate(entry));
            }
        }
    }

    private static void RequireKnown(IReadOnlyList<string> names, IExpertDirectory directory)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (directory.Find(names[i]) is null)
            {
                throw new ExpertNotFoundException(names[i]);
            }
        }
    }
}
