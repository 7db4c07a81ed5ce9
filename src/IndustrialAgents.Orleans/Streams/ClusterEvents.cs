using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace IndustrialAgents.Orleans.Streams;

/// <summary>
/// Publishes events on the cluster's streams, from a bounded queue and in the background: whoever causes an event never waits for a stream.
/// When the queue is full the oldest event is dropped. Thread-safe.
/// </summary>
internal sealed partial class ClusterEvents
{
    private readonly Channel<Func<IStreamProvider, Task>> _queue;
    private readonly IServiceProvider _services;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger _logger;

    public ClusterEvents(IServiceProvider services, IOptions<ClusterOptions> options, ClusterMetrics metrics, ILogger<ClusterEvents> logger)
    {
        (_services, _metrics, _logger) = (services, metrics, logger);
        _queue = Channel.CreateBounded<Func<IStreamProvider, Task>>(
            new BoundedChannelOptions(options.Value.EventQueue) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => metrics.EventDropped());
    }

    /// <summary>Queues an event.</summary>
    /// <param name="stream">Namespace of the stream.</param>
    /// <param name="key">Its key.</param>
    /// <param name="item">What happened.</param>
    public void Publish<T>(string stream, string key, T item) =>
        _queue.Writer.TryWrite(provider => provider.GetStream<T>(StreamId.Create(stream, key)).OnNextAsync(item));

    /// <summary>Publishes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var provider = _services.GetRequiredKeyedService<IStreamProvider>(ClusterStreams.Provider);
        await foreach (var publish in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await publish(provider).WaitAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
                _metrics.EventDropped();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event could not be published and is dropped")]
    private partial void LogFailed(Exception e);
}
