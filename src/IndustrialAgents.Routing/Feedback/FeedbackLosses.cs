namespace IndustrialAgents.Routing;

/// <summary>
/// Turns feedback on a decision into each expert's loss. Depends on the stored decision and the feedback only, so replay gives the same.
/// </summary>
internal static class FeedbackLosses
{
    /// <summary>Loss, 0 (right) to 1 (wrong), of every expert that had answered and can be judged by the feedback.</summary>
    /// <exception cref="InvalidRequestException">The feedback does not fit the decision's output.</exception>
    public static IReadOnlyList<(ExpertId Expert, double Loss)> Of(Decision decision, Feedback feedback)
    {
        if (decision.Answer.Output is not { } merged)
        {
            return [];
        }

        RequireFits(decision, merged, feedback);
        var losses = new List<(ExpertId, double)>(decision.Answer.Contributions.Count);
        foreach (var contribution in decision.Answer.Contributions)
        {
            if (contribution.Output is { } output && Loss(decision, contribution, output, merged, feedback) is { } loss)
            {
                losses.Add((contribution.Expert, Math.Clamp(loss, 0, 1)));
            }
        }

        return losses;
    }

    private static double? Loss(
        Decision decision, Contribution contribution, ExpertOutput output, ExpertOutput merged, Feedback feedback)
    {
        if (feedback.Correct is { } correct)
        {
            return Agreement.Of(contribution, output, merged, decision.Request) is { } agreement ? correct ? 1 - agreement : agreement : null;
        }

        return feedback.Label is { } label
            ? LabelLoss.Of(output, label)
            : (output, merged) switch
            {
                (Forecast own, Forecast whole) when OutputKinds.CanMerge(own, whole) => ForecastLoss.Of(own, feedback.Truth.Span, decision.Request),
                (Estimate own, Estimate whole) when OutputKinds.CanMerge(own, whole) => EstimateLoss.Of(own, feedback.Truth.Span),
                _ => null,
            };
    }

    private static void RequireFits(Decision decision, ExpertOutput merged, Feedback feedback)
    {
        if (feedback.Label is { } label)
        {
            LabelLoss.RequireFits(decision, merged, label);
        }
        else if (!feedback.Truth.IsEmpty)
        {
            var (count, width) = merged switch
            {
                Forecast forecast => (forecast.Median.Length, forecast.Channels.Count),
                Estimate estimate => (estimate.Values.Length, estimate.Quantities.Count),
                _ => throw new InvalidRequestException("truth", "the answer is neither a forecast nor an estimate; give label or correct instead"),
            };
            if (feedback.Truth.Length > count || feedback.Truth.Length % width != 0)
            {
                throw new InvalidRequestException(
                    "truth", $"{feedback.Truth.Length} values; give whole rows of {width}, from the first on, at most {count / width} of them");
            }
        }
    }
}
