using IndustrialAgents.Orleans.Placement;
using Orleans.Concurrency;
using Orleans.GrainDirectory;

namespace IndustrialAgents.Orleans.Routing;

/// <inheritdoc/>
/// <remarks>
/// A thin shell around the silo's one router. Active on every silo that is asked, so that no silo is everybody's router. No stateless worker:
/// Orleans 10.2.2 hands the cancellation of a call to any of a stateless worker's activations (StatelessWorkerGrainContext), and to a new one where
/// all are busy, so it would hardly ever reach the call. One reentrant activation a silo has no such choice, and nothing to share out either, since
/// the work is done on the thread pool.
/// </remarks>
[EverySiloPlacement, Reentrant, GrainDirectory(NoDirectory.Name)]
internal sealed class RouterGrain(SiloRouter router) : Grain, IRouterGrain
{
    private string? _route;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // The default key leaves it to the options which route that is.
        var key = this.GetPrimaryKeyString();
        _route = key == ClusterClientExtensions.DefaultRoute ? null : key;
        return Task.CompletedTask;
    }

    public ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken) =>
        router.AskAsync(request.Route is null && _route is not null ? request with { Route = _route } : request, cancellationToken);

    public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) => router.FeedbackAsync(feedback, cancellationToken);
}
