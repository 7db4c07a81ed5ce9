using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway.Draining;

/// <summary>Withdraws readiness when the gateway is told to stop, and gives load balancers time to notice before it stops listening.</summary>
/// <param name="state">The state.</param>
/// <param name="options">The time.</param>
/// <param name="timeProvider">Measures it.</param>
/// <param name="logger">Told when it begins.</param>
internal sealed partial class DrainService(DrainState state, GatewayOptions options, TimeProvider timeProvider, ILogger<DrainService> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Begin();
        LogDraining(options.DrainDelay, options.DrainTimeout);
        return options.DrainDelay == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(options.DrainDelay, timeProvider, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
