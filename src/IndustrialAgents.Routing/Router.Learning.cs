namespace IndustrialAgents.Routing;

public sealed partial class Router
{
    /// <summary>
    /// Brings the gate to the state it had when the stored feedback had been given, by replaying it. Call once, before the first request.
    /// Feedback that can no longer be judged is skipped and logged. For a router that learns alone: one of several is rebased on what all have
    /// learned (<see cref="LossGate.Rebase"/>) instead.
    /// </summary>
    /// <returns>How many pieces of feedback were learned from.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<int> RestoreAsync(CancellationToken cancellationToken)
    {
        var (count, skipped) = (0, 0);
        await _learning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var (position, decision, feedback) in _store.ReadFeedbackAsync(after: 0, cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    _gate.Learn(decision.Request, FeedbackLosses.Of(decision, feedback), position);
                    count++;
                }
                catch (InvalidRequestException e)
                {
                    LogFeedbackSkipped(decision.Id, e.Message);
                    skipped++;
                }
            }
        }
        finally
        {
            _learning.Release();
        }

        LogRestored(count, skipped);
        return count;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The feedback could not be stored; nothing was learned from it.</exception>
    public async ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        FeedbackCheck.Validate(feedback, _options.Limits);
        await _learning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var decision = await _store.FindAsync(feedback.DecisionId, cancellationToken).ConfigureAwait(false)
                ?? throw new DecisionNotFoundException(feedback.DecisionId);
            var losses = FeedbackLosses.Of(decision, feedback);

            // A sender that repeats itself because a reply was lost must not count twice.
            var known = decision.Feedback.Any(given => FeedbackCheck.Same(given, feedback));
            if (known)
            {
                LogFeedbackRepeated(decision.Id);
                return new FeedbackReceipt(decision.Id, Learn(decision.Request, losses, position: null));
            }

            // Not cancellable: what is stored must be learned too.
            var position = await _store.AddFeedbackAsync(feedback, _time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            return new FeedbackReceipt(decision.Id, Learn(decision.Request, losses, position));
        }
        finally
        {
            _learning.Release();
        }
    }

    // A null position learns nothing.
    private ExpertLoss[] Learn(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses, long? position)
    {
        var before = losses.Select(Score).ToArray();
        if (position is { } learned)
        {
            _gate.Learn(request, losses, learned);
        }

        return [.. losses.Select((loss, i) => new ExpertLoss(loss.Expert, loss.Loss, before[i], Score(loss)))];

        double Score((ExpertId Expert, double Loss) loss) =>
            _gate.Score(request, loss.Expert, _directory.Find(loss.Expert.ToString())?.Expert.Manifest.Prior ?? 1);
    }
}
