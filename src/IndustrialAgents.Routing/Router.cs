using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Routing;

/// <summary>
/// Answers requests in five steps, each exchangeable: candidates, gate, execution, merge, recording. Call <see cref="RestoreAsync"/> once
/// before the first request, so that what was learned before is there. Thread-safe.
/// </summary>
public sealed partial class Router : IRouter, IDisposable
{
    private readonly IExpertDirectory _directory;
    private readonly IDecisionStore _store;
    private readonly RouterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Router> _logger;
    private readonly ICandidateSelector _selector;
    private readonly IGate _gate;
    private readonly IExpertExecutor _executor;
    private readonly IMerger _merger;

    // One feedback at a time, so that it is learned in the order in which it is stored, and replay gives the same state.
    private readonly SemaphoreSlim _learning = new(1);
    private int _inFlight;

    /// <summary>Puts a router together.</summary>
    /// <param name="directory">The experts.</param>
    /// <param name="store">Where decisions and feedback are kept; owned by the caller.</param>
    /// <param name="options">How to route.</param>
    /// <param name="time">The clock of deadlines and ids.</param>
    /// <param name="logger">Where failures of experts and of the store are told.</param>
    /// <param name="stages">Stages other than the default ones.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names it.</exception>
    public Router(
        IExpertDirectory directory,
        IDecisionStore store,
        RouterOptions options,
        TimeProvider time,
        ILogger<Router> logger,
        RouterStages? stages = null)
    {
        var result = new RouterOptionsValidator().Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(RouterOptions), typeof(RouterOptions), result.Failures);
        }

        _directory = directory;
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _selector = stages?.Candidates ?? new CandidateSelector();
        _gate = stages?.Gate ?? new LossGate(options);
        _executor = stages?.Executor ?? new ConcurrentExecutor(options, time);
        _merger = stages?.Merger ?? new OutputMerger();
    }

    /// <summary>How many requests are in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <inheritdoc/>
    public async ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var started = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        request.Validate(_options.Limits);
        var (routeName, route) = FindRoute(request);
        var left = TimeLeft(request, route, now);
        Enter();
        try
        {
            // Made first: which version of an expert is asked is drawn from it.
            var id = Guid.CreateVersion7(now).ToString();
            var candidates = new List<Candidate>();
            _selector.Select(id, request, route, _directory, candidates);
            _gate.Rank(request, candidates);
            var count = Math.Min(route.TopK, request.Constraints.MaxExperts ?? route.TopK);
            var plan = new ExecutionPlan(request, candidates, count, Fitness.Budget(request, route), left);
            var outcomes = await _executor.RunAsync(plan, cancellationToken).ConfigureAwait(false);
            LogFailures(id, candidates, outcomes);
            var merged = AnswerBuilder.Build(request, route, candidates, outcomes, _merger);
            var answer = merged with { DecisionId = id, Elapsed = _time.GetElapsedTime(started) };
            var decision = new Decision
            {
                Id = id,
                Time = now,
                Route = routeName,
                Request = request,
                Candidates = Scores(candidates, outcomes),
                Answer = answer,
            };
            return await RecordAsync(decision, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _learning.Dispose();

    private static GateScore[] Scores(List<Candidate> candidates, IReadOnlyList<CallOutcome> outcomes)
    {
        var scores = new GateScore[candidates.Count];
        var next = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var picked = next < outcomes.Count && outcomes[next].Index == i;
            next += picked ? 1 : 0;
            scores[i] = new GateScore(candidates[i].Entry.Id, candidates[i].Score, picked);
        }

        return scores;
    }

    private static TimeSpan? TimeLeft(Request request, RouteOptions route, DateTimeOffset now)
    {
        if (request.Constraints.Deadline is not { } deadline)
        {
            return route.Deadline;
        }

        var left = deadline - now;
        return left > TimeSpan.Zero
            ? left < (route.Deadline ?? TimeSpan.MaxValue) ? left : route.Deadline
            : throw new DeadlineExceededException($"the deadline {deadline:O} had passed when the request arrived at {now:O}");
    }

    private (string Name, RouteOptions Route) FindRoute(Request request)
    {
        var name = request.Route ?? _options.DefaultRoute;
        return _options.Routes.TryGetValue(name, out var route)
            ? (name, route)
            : throw new InvalidRequestException("route", $"'{name}' is not a route here; use one of {string.Join(", ", _options.Routes.Keys)}");
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inFlight) > _options.MaxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new OverloadedException("router", _options.MaxInFlight);
        }
    }

    // Whatever the store's trouble, the answer is worth more than its record.
    private async ValueTask<Answer> RecordAsync(Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            await _store.AddAsync(decision, cancellationToken).ConfigureAwait(false);
            return decision.Answer;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotStored(decision.Id, e);
            var warning = $"the decision could not be stored, so it takes no feedback and cannot be replayed: {e.Message}";
            return decision.Answer with { Warnings = [.. decision.Answer.Warnings, warning] };
        }
    }

    private void LogFailures(string decisionId, List<Candidate> candidates, IReadOnlyList<CallOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            var outcome = outcomes[i];
            if (outcome.Status == ContributionStatus.Failed)
            {
                LogExpertFailed(candidates[outcome.Index].Entry.Id, decisionId, outcome.Error?.Message);
            }
            else if (outcome.Status == ContributionStatus.TimedOut)
            {
                LogExpertTimedOut(candidates[outcome.Index].Entry.Id, decisionId, outcome.Latency);
            }
        }
    }
}
