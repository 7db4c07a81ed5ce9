namespace IndustrialAgents.Routing;

/// <summary>Decides which versions of one name are candidates; they are offered from the highest down.</summary>
internal struct Rollout(string name)
{
    // Share of requests that the versions so far take together.
    private double _share;
    private bool _drawn;
    private ExpertEntry? _lowest;

    public readonly string? Name => name;

    public void Offer(ExpertEntry entry, bool named, string decisionId, List<Candidate> candidates)
    {
        _lowest = null;
        if (!_drawn)
        {
            _share += (1 - _share) * entry.Share;
            _drawn = _share >= 1 || VersionDraw.Of(decisionId, entry.Expert.Manifest.Name) < _share;
            named |= _drawn;
            _lowest = named ? null : entry;
        }

        if (named)
        {
            candidates.Add(new Candidate(entry));
        }
    }

    /// <summary>The lowest version takes what no other has taken.</summary>
    public readonly void End(List<Candidate> candidates)
    {
        if (_lowest is not null)
        {
            candidates.Add(new Candidate(_lowest));
        }
    }
}
