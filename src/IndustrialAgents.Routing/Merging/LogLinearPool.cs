namespace IndustrialAgents.Routing;

/// <summary>
/// Log-linear (geometric) pool of class probabilities, p ∝ Π pᵢ^wᵢ: the pool that is externally Bayesian (Genest and Zidek 1986, "Combining
/// probability distributions: a critique and an annotated bibliography", Statistical Science 1(1)). An expert that does not know some of the
/// labels says nothing about them: its probabilities are scaled by known/all and each unknown label gets 1/all. Thread-safe.
/// </summary>
public static class LogLinearPool
{
    // One expert's zero must not veto a class for ever, so the logarithm is taken of no less.
    private const double Floor = 1e-6;

    /// <summary>Merges class probabilities whose weights sum to 1.</summary>
    public static ClassProbabilities Merge(ReadOnlySpan<Vote> votes)
    {
        var labels = Union(votes, out var aligned);
        var index = aligned ? null : IndexOf(labels);
        var logs = new double[labels.Count];
        Span<double> means = labels.Count <= 256 ? stackalloc double[labels.Count] : new double[labels.Count];
        Span<double> peaks = labels.Count <= 256 ? stackalloc double[labels.Count] : new double[labels.Count];
        Span<double> own = labels.Count <= 256 ? stackalloc double[labels.Count] : new double[labels.Count];
        means.Clear();
        peaks.Clear();
        foreach (var vote in votes)
        {
            Spread((ClassProbabilities)vote.Output, index, own);
            for (var i = 0; i < own.Length; i++)
            {
                logs[i] += vote.Weight * Math.Log(Math.Max(own[i], Floor));
                means[i] += vote.Weight * own[i];
                peaks[i] = Math.Max(peaks[i], own[i]);
            }
        }

        var sum = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            // Where all agree that a class is next to impossible, the floor must not lift it.
            logs[i] = peaks[i] <= Floor ? means[i] : Math.Exp(logs[i]);
            sum += logs[i];
        }

        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] /= sum;
        }

        return new ClassProbabilities(labels, logs);
    }

    private static void Spread(ClassProbabilities classes, Dictionary<string, int>? index, Span<double> own)
    {
        var probabilities = classes.Probabilities.Span;
        if (index is null)
        {
            probabilities.CopyTo(own);
            return;
        }

        own.Fill(1.0 / own.Length);
        var scale = (double)probabilities.Length / own.Length;
        for (var i = 0; i < probabilities.Length; i++)
        {
            own[index[classes.Labels[i]]] = probabilities[i] * scale;
        }
    }

    private static IReadOnlyList<string> Union(ReadOnlySpan<Vote> votes, out bool aligned)
    {
        var first = ((ClassProbabilities)votes[0].Output).Labels;
        aligned = true;
        for (var i = 1; i < votes.Length && aligned; i++)
        {
            aligned = SameLabels(first, ((ClassProbabilities)votes[i].Output).Labels);
        }

        if (aligned)
        {
            return first;
        }

        var all = new List<string>(first);
        var seen = new HashSet<string>(first, StringComparer.Ordinal);
        foreach (var vote in votes[1..])
        {
            foreach (var label in ((ClassProbabilities)vote.Output).Labels)
            {
                if (seen.Add(label))
                {
                    all.Add(label);
                }
            }
        }

        return all;
    }

    private static bool SameLabels(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<string, int> IndexOf(IReadOnlyList<string> labels)
    {
        var index = new Dictionary<string, int>(labels.Count, StringComparer.Ordinal);
        for (var i = 0; i < labels.Count; i++)
        {
            index.TryAdd(labels[i], i);
        }

        return index;
    }
}
