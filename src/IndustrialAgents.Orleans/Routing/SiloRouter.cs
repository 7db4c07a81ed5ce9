using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Streams;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Routing;

/// <summary>
/// The router of this silo: what grains, assets and the gateway here ask. Learns together with the other silos' routers
/// (<see cref="StatisticsSync"/>), publishes answers and counts them. Thread-safe.
/// </summary>
internal sealed class SiloRouter : IRouter, IDisposable
{
    private readonly Router _router;
    private readonly StatisticsSync _sync;
    private readonly ExpertHost _experts;
    private readonly ClusterEvents _events;
    private readonly ClusterMetrics _metrics;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;

    public SiloRouter(
        IExpertDirectory directory,
        IDecisionStore decisions,
        RouterGate gate,
        StatisticsSync sync,
        ExpertHost experts,
        ClusterEvents events,
        ClusterMetrics metrics,
        IOptions<ClusterOptions> options,
        TimeProvider time,
        ILogger<Router> logger)
    {
        (_sync, _experts, _events, _metrics, _options, _time) = (sync, experts, events, metrics, options.Value, time);
        _router = new Router(directory, decisions, _options.Router, time, logger, new RouterStages { Gate = gate.Gate });
    }

    /// <inheritdoc/>
    public async ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var answer = await _router.AskAsync(request, cancellationToken).ConfigureAwait(false);
            outcome = answer.Abstained ? "abstained" : "answered";
            if (_options.PublishAnswers)
            {
                _events.Publish(ClusterStreams.Answers, request.Route ?? _options.Router.DefaultRoute, answer);
            }

            return answer;
        }
        finally
        {
            _metrics.RequestEnded(request.Task, outcome, _time.GetElapsedTime(started));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken)
    {
        var receipt = await _router.FeedbackAsync(feedback, cancellationToken).ConfigureAwait(false);
        if (_experts.Draining)
        {
            // The loop that brings it to the others may be over.
            await _sync.TrySyncAsync(cancellationToken).ConfigureAwait(false);
        }

        return receipt;
    }

    /// <inheritdoc/>
    public void Dispose() => _router.Dispose();
}
