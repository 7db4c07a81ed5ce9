using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Catalogs;
using IndustrialAgents.Orleans.Placement;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>
/// Takes requests to experts to the silo that suits best. Asking an expert changes nothing, so a request whose silo is lost or has no room after
/// all goes to another one, once. Thread-safe.
/// </summary>
internal sealed partial class ExpertDispatcher(
    ExpertPlacer placer,
    SiloTable silos,
    ILocalSiloDetails local,
    LocalExperts here,
    ClusterCatalog catalog,
    IGrainFactory grains,
    ClusterMetrics metrics,
    TimeProvider time,
    ILogger<ExpertDispatcher> logger)
{
    /// <inheritdoc cref="IExpertGrain.AskAsync"/>
    public async ValueTask<ExpertReply> AskAsync(ExpertId expert, Request request, CancellationToken cancellationToken)
    {
        using var deadline = new RequestDeadline(request, time, cancellationToken);
        try
        {
            return await CallAsync(
                expert,
                request,
                static (here, expert, request, token) => here.AskAsync(expert, request, token),
                static (replica, request, token) => replica.AskAsync(request, token),
                deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw deadline.Exceeded(expert);
        }
    }

    /// <inheritdoc cref="IExpertGrain.StreamAsync"/>
    public IAsyncEnumerable<ExpertUpdate> StreamAsync(ExpertId expert, Request request, CancellationToken cancellationToken) => TextPieces.ReadAsync(
        async (pieces, token) =>
        {
            using var deadline = new RequestDeadline(request, time, token);
            try
            {
                return await CallAsync(
                    expert,
                    new StreamedCall(request, pieces),
                    static (here, expert, call, token) => call.PassOnAsync(here.StreamAsync(expert, call.Request, token), expert),
                    static (replica, call, token) => call.PassOnAsync(replica.StreamAsync(call.Request, token), ExpertId.Parse(SiloKey.NameOf(replica.GetPrimaryKeyString()))),
                    deadline.Token);
            }
            catch (OperationCanceledException) when (deadline.Passed)
            {
                throw deadline.Exceeded(expert);
            }
        },
        cancellationToken);

    /// <inheritdoc cref="IExpertGrain.RunAsync"/>
    public ValueTask<NamedTensors> RunAsync(ExpertId expert, NamedTensors inputs, CancellationToken cancellationToken) => CallAsync(
        expert,
        inputs,
        static (here, expert, inputs, token) => here.RunAsync(expert, inputs, token),
        static (replica, inputs, token) => replica.RunAsync(inputs, token),
        cancellationToken);

    /// <inheritdoc cref="IExpertGrain.DescribeAsync"/>
    public ValueTask<ExpertDescription> DescribeAsync(ExpertId expert, CancellationToken cancellationToken) => CallAsync(
        expert,
        0,
        static (here, expert, _, token) => here.DescribeAsync(expert, token),
        static (replica, _, token) => replica.DescribeAsync(token),
        cancellationToken);

    private async ValueTask<T> CallAsync<TState, T>(
        ExpertId expert,
        TState state,
        Func<LocalExperts, ExpertId, TState, CancellationToken, ValueTask<T>> callHere,
        Func<IExpertReplicaGrain, TState, CancellationToken, ValueTask<T>> callThere,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var need = ModelNeed.Of(await catalog.GetAsync(expert, cancellationToken));
        SiloAddress? failed = null;
        while (true)
        {
            var silo = placer.Choose(need, failed);
            try
            {
                var result = silo is null
                    ? await callHere(here, expert, state, cancellationToken)
                    : await ThereAsync(silo, expert, state, callThere, cancellationToken);
                metrics.ExpertAnswered(expert, silo is null, time.GetElapsedTime(started));
                return result;
            }
            catch (Exception e) when (failed is null && !cancellationToken.IsCancellationRequested && e is UnavailableException && silos.Known.Count > 0 && state is not StreamedCall { HasBegun: true })
            {
                failed = silo?.Address ?? local.SiloAddress;
                LogAgain(expert, failed, e.Message);
            }
            catch (Exception)
            {
                metrics.ExpertFailed(expert);
                throw;
            }
        }
    }

    private async ValueTask<T> ThereAsync<TState, T>(
        SiloView silo, ExpertId expert, TState state, Func<IExpertReplicaGrain, TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        silo.Begin();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silo.Lost);
        try
        {
            return await call(grains.GetGrain<IExpertReplicaGrain>(SiloKey.Of(expert.ToString(), silo.Address)), state, waiting.Token);
        }
        catch (OperationCanceledException e) when (silo.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Lost(silo, expert, e);
        }
        catch (Exception e) when (SiloLoss.IsLoss(e))
        {
            silos.Lose(silo.Address);
            throw Lost(silo, expert, e);
        }
        finally
        {
            silo.End();
        }
    }

    private static UnavailableException Lost(SiloView silo, ExpertId expert, Exception e) =>
        new($"silo {silo.Address}, which worked on the request to {expert}, was lost; send it again", e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request to {Expert} goes to another silo than {Silo}: {Reason}")]
    private partial void LogAgain(ExpertId expert, SiloAddress silo, string reason);
}
