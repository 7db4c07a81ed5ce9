namespace IndustrialAgents.Routing;

/// <summary>
/// Scores by prior × exp(−η · discounted mean past loss): the exponential weights of Freund and Schapire (1997, "A decision-theoretic
/// generalization of on-line learning", J. Computer and System Sciences 55), with past losses discounted as in Cesa-Bianchi and Lugosi (2006,
/// "Prediction, Learning, and Games", section 2.11). The mean rather than the sum of losses, because not every expert runs on every request.
/// Equal scores go by cost, then latency, then id. No exploration. Thread-safe.
/// </summary>
public sealed class LossGate : IGate
{
    private readonly RouterOptions _options;
    private readonly LossLedger _ledger;
    private readonly Lock _lock = new();

    /// <summary>A gate that knows of no losses yet.</summary>
    public LossGate(RouterOptions options)
    {
        _options = options;
        _ledger = new LossLedger(options);
    }

    /// <inheritdoc/>
    public void Rank(Request request, List<Candidate> candidates)
    {
        lock (_lock)
        {
            var context = _ledger.Find(request);
            for (var i = 0; i < candidates.Count; i++)
            {
                var manifest = candidates[i].Entry.Expert.Manifest;
                var loss = context is null ? _options.PriorLoss : _ledger.ExpectedLoss(context, manifest.Id);
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
            return Score(prior, _ledger.ExpectedLoss(_ledger.Find(request), expert));
        }
    }

    /// <inheritdoc/>
    public void Learn(Request request, ExpertId expert, double loss)
    {
        lock (_lock)
        {
            _ledger.Add(request, expert, loss);
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
