namespace IndustrialAgents.Routing;

/// <summary>
/// Candidates by task, inputs, asset, tier, cost, names and health. Of the versions of one name that fit, the highest is a candidate with the
/// probability of its share, else the next lower with its own, and the lowest takes the rest; versions that are named always are. Experts that
/// are failing are candidates only where no other is. The draw depends on the decision's id and the expert's name alone.
/// </summary>
public sealed class CandidateSelector : ICandidateSelector
{
    /// <inheritdoc/>
    public void Select(string decisionId, Request request, RouteOptions route, IExpertDirectory directory, List<Candidate> candidates)
    {
        RequireKnown(request.Constraints.Experts, directory);
        var experts = directory.Experts;
        Add(decisionId, request, route, directory, experts, ExpertHealth.Ready, candidates);
        if (candidates.Count == 0)
        {
            Add(decisionId, request, route, directory, experts, ExpertHealth.Failing, candidates);
        }

        if (candidates.Count == 0)
        {
            throw NoCandidate.Explain(request, route, directory);
        }
    }

    private static void Add(
        string decisionId,
        Request request,
        RouteOptions route,
        IExpertDirectory directory,
        IReadOnlyList<ExpertEntry> experts,
        ExpertHealth health,
        List<Candidate> candidates)
    {
        // The directory lists the versions of one name in rising order; from the end, the highest comes first.
        var rollout = default(Rollout);
        for (var i = experts.Count - 1; i >= 0; i--)
        {
            var entry = experts[i];
            if (entry.Health != health || Fitness.Of(entry, request, route, directory) != Fit.Fits)
            {
                continue;
            }

            if (rollout.Name != entry.Expert.Manifest.Name)
            {
                rollout.End(candidates);
                rollout = new Rollout(entry.Expert.Manifest.Name);
            }

            rollout.Offer(entry, Fitness.IsNamedByVersion(entry.Id, request, route), decisionId, candidates);
        }

        rollout.End(candidates);
        candidates.Reverse();
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
