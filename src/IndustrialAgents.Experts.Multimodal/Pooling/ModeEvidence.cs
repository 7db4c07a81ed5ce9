namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Turns what one member says into evidence about failure modes: ln(q / r) for each mode, where q is what the member gives the mode and r what
/// it would give it knowing nothing. Zero where it knows nothing. Thread-safe.
/// </summary>
/// <remarks>
/// A label's probability goes to the mode it speaks for. Modes the member has no label for share what it gives to labels that speak for no mode;
/// where it has no such label either, it says nothing about them. An anomaly detector speaks for normal against any fault.
/// </remarks>
public static class ModeEvidence
{
    // One member's zero must not veto a mode for ever.
    private const double Floor = 1e-6;

    /// <summary>The evidence of one output.</summary>
    /// <param name="output">What the member says.</param>
    /// <param name="labelModes">Maps its labels to failure modes; empty where they are called the same.</param>
    /// <param name="modes">The failure modes, at least two.</param>
    /// <param name="normal">The mode that means no fault.</param>
    /// <returns>One number a mode; null where the output says nothing about these modes.</returns>
    public static double[]? Of(ExpertOutput output, IReadOnlyDictionary<string, string> labelModes, IReadOnlyList<string> modes, string normal) => output switch
    {
        ClassProbabilities classes => OfClasses(classes, labelModes, modes),
        AnomalyScores anomaly => OfAnomaly(anomaly.Probability, modes, normal),
        _ => null,
    };

    private static double[]? OfClasses(ClassProbabilities classes, IReadOnlyDictionary<string, string> labelModes, IReadOnlyList<string> modes)
    {
        var (said, ignorant) = (new double[modes.Count], new double[modes.Count]);
        var known = new bool[modes.Count];
        var (other, otherIgnorant) = (0.0, 0.0);
        for (var i = 0; i < classes.Labels.Count; i++)
        {
            var label = classes.Labels[i];
            var mode = IndexOf(modes, labelModes.Count == 0 ? label : labelModes.GetValueOrDefault(label));
            if (mode >= 0)
            {
                said[mode] += classes.Probabilities.Span[i];
                ignorant[mode]++;
                known[mode] = true;
            }
            else
            {
                other += classes.Probabilities.Span[i];
                otherIgnorant++;
            }
        }

        var unknown = known.Count(mode => !mode);
        if (unknown == modes.Count)
        {
            return null;
        }

        var evidence = new double[modes.Count];
        var share = otherIgnorant / classes.Labels.Count;
        for (var i = 0; i < evidence.Length; i++)
        {
            if (known[i])
            {
                evidence[i] = Ratio(said[i], ignorant[i] / classes.Labels.Count);
            }
            else if (otherIgnorant > 0)
            {
                // The modes without a label share the rest alike, so their number cancels.
                evidence[i] = Ratio(other, share);
            }
        }

        return Array.TrueForAll(evidence, double.IsFinite) ? evidence : null;
    }

    private static double[]? OfAnomaly(double probability, IReadOnlyList<string> modes, string normal)
    {
        var at = IndexOf(modes, normal);
        if (at < 0 || !double.IsFinite(probability))
        {
            return null;
        }

        var evidence = new double[modes.Count];
        Array.Fill(evidence, Ratio(probability, 0.5));
        evidence[at] = Ratio(1 - probability, 0.5);
        return evidence;
    }

    private static double Ratio(double said, double ignorant) => Math.Log(Math.Max(said, Floor) / ignorant);

    private static int IndexOf(IReadOnlyList<string> modes, string? mode)
    {
        for (var i = 0; i < modes.Count; i++)
        {
            if (modes[i] == mode)
            {
                return i;
            }
        }

        return -1;
    }
}
