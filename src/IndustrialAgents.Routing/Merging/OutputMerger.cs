namespace IndustrialAgents.Routing;

/// <summary>
/// Merges by kind of output: <see cref="LogLinearPool"/>, <see cref="QuantileAverage"/>, <see cref="EstimateAverage"/>,
/// <see cref="AnomalyPool"/>, <see cref="BoxFusion"/>, <see cref="RankFusion"/>; text, entities, embeddings and tensors cannot be averaged, so the
/// heaviest one stands. Where kinds or shapes differ, those with the largest weight together are merged. Thread-safe.
/// </summary>
public sealed class OutputMerger : IMerger
{
    /// <inheritdoc/>
    public MergedOutput Merge(Request request, ReadOnlySpan<Vote> votes)
    {
        if (votes.IsEmpty)
        {
            throw new ArgumentException("there is nothing to merge", nameof(votes));
        }

        var weights = new double[votes.Length];
        if (votes.Length == 1)
        {
            weights[0] = 1;
            return new MergedOutput(votes[0].Output, OutputConfidence.Of(votes[0].Output, votes), weights);
        }

        var group = new Vote[votes.Length];
        var size = Gather(votes, group, weights);
        var members = group.AsSpan(0, size);
        var output = size == 1 ? members[0].Output : MergeKind(request, members);
        var confidence = OutputConfidence.Of(output, members);
        return new MergedOutput(size == 1 ? output : output with { Confidence = confidence }, confidence, weights);
    }

    private static ExpertOutput MergeKind(Request request, ReadOnlySpan<Vote> votes) => votes[0].Output switch
    {
        ClassProbabilities => LogLinearPool.Merge(votes),
        Forecast => QuantileAverage.Merge(votes),
        Estimate => EstimateAverage.Merge(votes),
        AnomalyScores => AnomalyPool.Merge(votes),
        Detections => BoxFusion.Merge(votes),
        Passages => RankFusion.Merge(votes, request.Parameters.Top),
        _ => votes[0].Output,
    };

    // Puts the members of the heaviest group into group with weights that sum to 1, and their weights into weights.
    private static int Gather(ReadOnlySpan<Vote> votes, Span<Vote> group, Span<double> weights)
    {
        Span<int> leaders = votes.Length <= 64 ? stackalloc int[votes.Length] : new int[votes.Length];
        for (var i = 0; i < votes.Length; i++)
        {
            leaders[i] = i;
            for (var j = 0; j < i; j++)
            {
                if (leaders[j] == j && OutputKinds.CanMerge(votes[j].Output, votes[i].Output))
                {
                    leaders[i] = j;
                    break;
                }
            }
        }

        var (leader, total, size) = Heaviest(votes, leaders);
        var count = 0;
        for (var i = 0; i < votes.Length; i++)
        {
            if (leaders[i] == leader)
            {
                // Weights that vanish altogether count alike.
                weights[i] = total > 0 ? votes[i].Weight / total : 1.0 / size;
                group[count++] = votes[i] with { Weight = weights[i] };
            }
        }

        return count;
    }

    private static (int Leader, double Total, int Size) Heaviest(ReadOnlySpan<Vote> votes, ReadOnlySpan<int> leaders)
    {
        var best = (Leader: 0, Total: double.NegativeInfinity, Size: 0);
        for (var leader = 0; leader < votes.Length; leader++)
        {
            if (leaders[leader] != leader)
            {
                continue;
            }

            var (total, size) = (0.0, 0);
            for (var i = leader; i < votes.Length; i++)
            {
                if (leaders[i] == leader)
                {
                    total += votes[i].Weight;
                    size++;
                }
            }

            if (total > best.Total)
            {
                best = (leader, total, size);
            }
        }

        return best;
    }
}
