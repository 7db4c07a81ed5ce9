namespace IndustrialAgents.Routing;

public sealed partial class Router
{
    /// <summary>
    /// Brings the gate to the state it had when the stored feedback had been given, by replaying it. Call once, before the first request.
    /// Feedback that can no longer be judged is skipped and logged.
    /// </summary>
    /// <returns>How many pieces of feedback were learned from.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<int> RestoreAsync(CancellationToken cancellationToken)
    {
        var (count, skipped) = (0, 0);
        await _learning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var (_, decision, feedback) in _store.ReadFeedbackAsync(after: 0, cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    foreach (var (expert, loss) in FeedbackLosses.Of(decision, feedback))
                    {
                        _gate.Learn(decision.Request, expert, loss);
                    }

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
            }
            else
            {
                // Not cancellable: what is stored must be learned too.
                await _store.AddFeedbackAsync(feedback, _time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            }

            return new FeedbackReceipt(decision.Id, Learn(decision.Request, losses, changes: !known));
        }
        finally
        {
            _learning.Release();
        }
    }

    private ExpertLoss[] Learn(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses, bool changes)
    {
        var results = new ExpertLoss[losses.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (expert, loss) = losses[i];
            var prior = _directory.Find(expert.ToString())?.Expert.Manifest.Prior ?? 1;
            var before = _gate.Score(request, expert, prior);
            if (changes)
            {
                _gate.Learn(request, expert, loss);
            }

            results[i] = new ExpertLoss(expert, loss, before, _gate.Score(request, expert, prior));
        }

        return results;
    }
}
