namespace IndustrialAgents.Routing;

/// <summary>Loss against a true label: 1 − the probability that was given to it.</summary>
internal static class LabelLoss
{
    public const string Normal = "normal";
    public const string Anomaly = "anomaly";

    private const int MaxNames = 20;

    /// <summary>The loss; null for an output that has nothing to say about labels.</summary>
    public static double? Of(ExpertOutput output, string label) => output switch
    {
        ClassProbabilities classes => 1 - ProbabilityOf(classes, label),
        AnomalyScores anomaly => label == Normal ? anomaly.Probability : label == Anomaly ? 1 - anomaly.Probability : null,
        Detections detections => label == Normal ? Best(detections) : label == Anomaly ? 1 - Best(detections) : null,
        _ => null,
    };

    /// <summary>Probability of one label; 0 where it is not among the classes.</summary>
    public static double ProbabilityOf(ClassProbabilities classes, string label)
    {
        for (var i = 0; i < classes.Labels.Count; i++)
        {
            if (classes.Labels[i] == label)
            {
                return classes.Probabilities.Span[i];
            }
        }

        return 0;
    }

    /// <summary>Throws unless the label could be the truth of the decision.</summary>
    /// <exception cref="InvalidRequestException">It could not.</exception>
    public static void RequireFits(Decision decision, ExpertOutput merged, string label)
    {
        switch (merged)
        {
            case ClassProbabilities classes:
                if (!Contains(classes, label) && !decision.Answer.Contributions.Any(part => part.Output is ClassProbabilities own && Contains(own, label)))
                {
                    throw new InvalidRequestException(
                        "label",
                        $"'{label}' is none of the labels of decision '{decision.Id}' ({string.Join(", ", classes.Labels.Take(MaxNames))}"
                        + $"{(classes.Labels.Count > MaxNames ? ", ..." : "")}); for a class the experts do not know give correct = false");
                }

                break;
            case AnomalyScores or Detections:
                if (label is not (Normal or Anomaly))
                {
                    throw new InvalidRequestException("label", $"'{label}' is not a verdict; use '{Normal}' or '{Anomaly}'");
                }

                break;
            default:
                throw new InvalidRequestException("label", "the answer has no labels; give truth (forecast, estimate) or correct instead");
        }
    }

    private static bool Contains(ClassProbabilities classes, string label) => classes.Labels.Contains(label);

    private static double Best(Detections detections)
    {
        var best = 0.0;
        foreach (var item in detections.Items)
        {
            best = Math.Max(best, item.Score);
        }

        return best;
    }
}
