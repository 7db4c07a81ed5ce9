namespace IndustrialAgents.Routing;

/// <summary>Checks feedback where it enters.</summary>
internal static class FeedbackCheck
{
    private const int MaxIdLength = 256;
    private const int MaxLabelLength = 1024;

    /// <summary>Throws unless the feedback says exactly one thing, within the limits.</summary>
    /// <exception cref="InvalidRequestException">A field is wrong; the message names it.</exception>
    public static void Validate(Feedback feedback, RequestLimits limits)
    {
        if (string.IsNullOrEmpty(feedback.DecisionId) || feedback.DecisionId.Length > MaxIdLength)
        {
            throw new InvalidRequestException("decisionId", "is missing or too long; send the decisionId of the answer");
        }

        if (feedback.Source is { Length: > MaxIdLength })
        {
            throw new InvalidRequestException("source", $"{feedback.Source.Length} characters; at most {MaxIdLength} are accepted");
        }

        var given = (feedback.Label is null ? 0 : 1) + (feedback.Truth.IsEmpty ? 0 : 1) + (feedback.Correct is null ? 0 : 1);
        if (given != 1)
        {
            throw new InvalidRequestException("feedback", $"{given} of label, truth and correct are given; give exactly one");
        }

        if (feedback.Label is { } label && (string.IsNullOrWhiteSpace(label) || label.Length > MaxLabelLength))
        {
            throw new InvalidRequestException("label", $"is blank or longer than {MaxLabelLength} characters");
        }

        var truth = feedback.Truth.Span;
        if (truth.Length > limits.MaxSeriesValues)
        {
            throw new InvalidRequestException("truth", $"{truth.Length} values; at most {limits.MaxSeriesValues} are accepted");
        }

        for (var i = 0; i < truth.Length; i++)
        {
            if (!double.IsFinite(truth[i]))
            {
                throw new InvalidRequestException($"truth[{i}]", $"{truth[i]} is not a finite number; send only what was observed");
            }
        }
    }

    /// <summary>Whether two pieces of feedback say the same, so that one sent twice counts once.</summary>
    public static bool Same(Feedback left, Feedback right) =>
        left.DecisionId == right.DecisionId && left.Label == right.Label && left.Correct == right.Correct && left.Source == right.Source
        && left.Truth.Span.SequenceEqual(right.Truth.Span);
}
