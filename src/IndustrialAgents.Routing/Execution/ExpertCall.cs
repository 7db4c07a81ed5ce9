namespace IndustrialAgents.Routing;

/// <summary>The call of one expert for one request.</summary>
internal sealed class ExpertCall(RequestRun run, ExpertEntry entry, int index)
{
    private readonly long _started = run.Time.GetTimestamp();
    private bool _ended;
    private bool _abandoned;

    /// <summary>How it ended. Written and read under the run's lock, and read once the run has ended.</summary>
    public CallOutcome Outcome
    {
        get;
        set
        {
            field = value;
            _ended = true;
        }
    }

    public async Task RunAsync()
    {
        CallOutcome outcome;
        try
        {
            run.Token.ThrowIfCancellationRequested();
            run.Abandoned.Require(entry.Id);
            var reply = await entry.Expert.AskAsync(run.Request, run.Token).ConfigureAwait(false);
            var flaw = reply?.Output is null ? "replied with nothing" : OutputCheck.FindFlaw(reply.Output);
            outcome = flaw is null
                ? new CallOutcome(index, ContributionStatus.Answered, Elapsed()) { Reply = reply }
                : Failed(new ExpertFailedException(entry.Id, $"its output breaks the contract: {flaw}"));
        }
        catch (Exception e)
        {
            // Whatever an expert throws is its own failure, never the request's.
            outcome = Failed(e);
        }

        if (!run.TryEnd(this, outcome) && _abandoned)
        {
            run.Abandoned.Remove(entry.Id);
        }
    }

    /// <summary>Marks the call as given up where it has not ended. Called once, under the run's lock.</summary>
    public void Abandon(bool cancelled)
    {
        if (_ended)
        {
            return;
        }

        _abandoned = true;
        run.Abandoned.Add(entry.Id);
        Outcome = cancelled
            ? Failed(new OperationCanceledException())
            : new CallOutcome(index, ContributionStatus.TimedOut, Elapsed());
    }

    private CallOutcome Failed(Exception error) => new(index, ContributionStatus.Failed, Elapsed()) { Error = error };

    private TimeSpan Elapsed() => run.Time.GetElapsedTime(_started);
}
