namespace IndustrialAgents.Routing;

/// <summary>
/// Scores by prior × exp(−η · discounted mean past loss): the exponential weights of Freund and Schapire (1997, "A decision-theoretic
/// generalization of on-line learning", J. Computer and System Sciences 55), with past losses discounted as in Cesa-Bianchi and Lugosi (2006,
/// "Prediction, Learning, and Games", section 2.11). The mean rather than the sum of losses, because not every expert runs on every request.
/// Equal scores go by cost, then latency, then id. No exploration. Several gates that are given different feedback can learn as one: each brings
/// its deltas to a <see cref="LossSequencer"/> and is rebased on what that has. Thread-safe.
/// </summary>
public sealed partial class LossGate : IGate
{
    private readonly RouterOptions _options;
    private readonly Lock _lock = new();
    private LossStatistics _known;

    /// <summary>A gate that knows of no losses yet.</summary>
    /// <param name="options">How it scores.</param>
    /// <param name="replica">Whether it is one of several that merge what they learn, and so keeps what it learned since the last merge.</param>
    public LossGate(RouterOptions options, bool replica = false)
    {
        _options = options;
        _known = new LossStatistics(options);
        _pending = replica ? NewPending() : null;
    }

    /// <inheritdoc/>
    public void Rank(Request request, List<Candidate> candidates)
    {
        lock (_lock)
        {
            var context = _known.Find(request);
            for (var i = 0; i < candidates.Count; i++)
            {
                var manifest = candidates[i].Entry.Expert.Manifest;
                var loss = context is null ? _options.PriorLoss : _known.ExpectedLoss(context, manifest.Id);
                candidates[i] = candidates[i] with { Score = Score(manifest.Prior, loss), ExpectedLoss = loss };
            }
        }

        candidates.Sort(BestFirst);
    }

    /// <inheritdoc/>
    public double Score(Request request, ExpertId expert, double prior)
    {
        lock (_lock)
        {
            return Score(prior, _known.ExpectedLoss(_known.Find(request), expert));
        }
    }

    /// <inheritdoc/>
    public void Learn(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses, long position)
    {
        lock (_lock)
        {
            _known.Learn(request, losses);
            LearnPending(request, losses, position);
        }
    }

    private static int BestFirst(Candidate left, Candidate right)
    {
        var order = right.Score.CompareTo(left.Score);
        if (order != 0)
        {
            return order;
        }

        var (a, b) = (left.Entry.Expert.Manifest, right.Entry.Expert.Manifest);
        order = a.Cost.PerRequest.CompareTo(b.Cost.PerRequest);
        if (order == 0)
        {
            order = (a.Cost.Latency ?? TimeSpan.MaxValue).CompareTo(b.Cost.Latency ?? TimeSpan.MaxValue);
        }

        if (order == 0)
        {
            order = string.CompareOrdinal(a.Name, b.Name);
        }

        return order != 0 ? order : string.CompareOrdinal(a.Version, b.Version);
    }

    private double Score(double prior, double loss) => prior * Math.Exp(-_options.LearningRate * loss);
}
