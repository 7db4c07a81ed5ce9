using System.Globalization;

namespace IndustrialAgents.Routing;

/// <summary>Puts an answer together from the outcomes of the calls.</summary>
internal static class AnswerBuilder
{
    /// <summary>Merges what was answered. Throws what the caller should see where nothing was.</summary>
    /// <exception cref="InvalidRequestException">Every expert refused the request.</exception>
    /// <exception cref="OverloadedException">Every expert's queue was full.</exception>
    /// <exception cref="UnavailableException">No expert could be reached, or some could not and the others' queues were full.</exception>
    /// <exception cref="DeadlineExceededException">The deadline passed before anything answered.</exception>
    public static Answer Build(
        Request request, RouteOptions route, IReadOnlyList<Candidate> candidates, IReadOnlyList<CallOutcome> outcomes, IMerger merger)
    {
        var votes = new Vote[outcomes.Count];
        var answered = 0;
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Reply is { } reply)
            {
                var candidate = candidates[outcomes[i].Index];
                votes[answered++] = new Vote(reply.Output, candidate.Score, 1 - candidate.ExpectedLoss);
            }
        }

        if (answered == 0)
        {
            ThrowWhereNothingAnswered(candidates, outcomes);
        }

        var merged = answered == 0 ? null : merger.Merge(request, votes.AsSpan(0, answered));
        var contributions = Contributions(candidates, outcomes, merged);
        var cost = 0.0;
        foreach (var contribution in contributions)
        {
            cost += contribution.Cost;
        }

        return new Answer
        {
            DecisionId = "",
            RequestId = request.Id,
            Task = request.Task,
            Asset = request.Asset,
            Output = merged?.Output,
            Confidence = merged?.Confidence ?? 0,
            Abstention = Abstention(request, route, merged),
            Contributions = contributions,
            Cost = cost,
        };
    }

    private static string? Abstention(Request request, RouteOptions route, MergedOutput? merged)
    {
        if (merged is null)
        {
            return "no expert answered; the contributions say why";
        }

        var level = request.Constraints.AbstainBelow ?? route.AbstainBelow;
        return merged.Confidence < level
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the confidence {merged.Confidence:0.###} is below the level {level:0.###} of the {(request.Constraints.AbstainBelow is null ? "route" : "request")}")
            : null;
    }

    private static Contribution[] Contributions(IReadOnlyList<Candidate> candidates, IReadOnlyList<CallOutcome> outcomes, MergedOutput? merged)
    {
        var contributions = new Contribution[outcomes.Count];
        var vote = 0;
        for (var i = 0; i < contributions.Length; i++)
        {
            var weight = outcomes[i].Reply is null ? 0 : merged!.Weights[vote++];
            contributions[i] = Contribution(candidates[outcomes[i].Index].Entry, outcomes[i], weight);
        }

        SortByWeight(contributions);
        return contributions;
    }

    private static Contribution Contribution(ExpertEntry entry, CallOutcome outcome, double weight)
    {
        var manifest = entry.Expert.Manifest;
        return outcome.Reply is { } reply
            ? new Contribution
            {
                Expert = manifest.Id,
                Status = weight > 0 ? ContributionStatus.Answered : ContributionStatus.Unused,
                Weight = weight,
                Latency = outcome.Latency,
                Cost = reply.Cost,
                ModelHash = reply.ModelHash,
                Output = reply.Output,
                Parts = reply.Parts,
            }
            : new Contribution
            {
                Expert = manifest.Id,
                Status = outcome.Status,
                Latency = outcome.Latency,

                // What a call cost that brought no reply is not known; its price is.
                Cost = manifest.Cost.PerRequest,
                ModelHash = manifest.ModelHash,
                Error = outcome.Status == ContributionStatus.TimedOut ? "had not answered when the deadline passed" : Message(outcome.Error),
            };
    }

    // Messages of our own errors are meant for callers; those of others name their type as well.
    private static string Message(Exception? error) =>
        error is IndustrialAgentsException ? error.Message : $"{error?.GetType().Name}: {error?.Message}";

    // Stable, so that equal weights keep the gate's order; there are only a few.
    private static void SortByWeight(Contribution[] contributions)
    {
        for (var i = 1; i < contributions.Length; i++)
        {
            var item = contributions[i];
            var j = i - 1;
            for (; j >= 0 && contributions[j].Weight < item.Weight; j--)
            {
                contributions[j + 1] = contributions[j];
            }

            contributions[j + 1] = item;
        }
    }

    private static void ThrowWhereNothingAnswered(IReadOnlyList<Candidate> candidates, IReadOnlyList<CallOutcome> outcomes)
    {
        var (timedOut, refused, overloaded, unavailable) = (0, 0, 0, 0);
        foreach (var outcome in outcomes)
        {
            timedOut += outcome.Status == ContributionStatus.TimedOut ? 1 : 0;
            refused += outcome.Error is InvalidRequestException ? 1 : 0;
            overloaded += outcome.Error is OverloadedException ? 1 : 0;
            unavailable += outcome.Error is UnavailableException ? 1 : 0;
        }

        if (timedOut > 0)
        {
            throw new DeadlineExceededException(
                "the deadline passed before any expert answered; still running: "
                + string.Join(", ", outcomes.Where(outcome => outcome.Status == ContributionStatus.TimedOut).Select(outcome => candidates[outcome.Index].Entry.Id)));
        }

        if (outcomes.Count > 0 && refused == outcomes.Count)
        {
            var error = (InvalidRequestException)outcomes[0].Error!;
            throw new InvalidRequestException(error.Field, Unprefixed(error), error);
        }

        if (outcomes.Count > 0 && overloaded == outcomes.Count)
        {
            var error = (OverloadedException)outcomes[0].Error!;
            throw new OverloadedException(error.Queue, error.Limit);
        }

        if (unavailable > 0 && unavailable + overloaded == outcomes.Count)
        {
            var error = outcomes.First(outcome => outcome.Error is UnavailableException).Error!;
            throw new UnavailableException(error.Message, error);
        }
    }

    // The exception puts the field before its message, and would do so twice.
    private static string Unprefixed(InvalidRequestException error) =>
        error.Message.StartsWith($"{error.Field}: ", StringComparison.Ordinal) ? error.Message[(error.Field.Length + 2)..] : error.Message;
}
