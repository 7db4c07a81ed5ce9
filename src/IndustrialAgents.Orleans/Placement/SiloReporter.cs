using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>Exchanges reports with the other silos while this one is active. Thread-safe.</summary>
internal sealed partial class SiloReporter(
    ILocalSiloDetails local,
    IClusterMembershipService membership,
    IGrainFactory grains,
    SiloTable silos,
    Experts.ExpertHost experts,
    IOptions<ClusterOptions> options,
    TimeProvider time,
    ILogger<SiloReporter> logger)
{
    /// <summary>Exchanges reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReportInterval, time);
        do
        {
            // A silo that does not answer must not hold up the reports to the others.
            _ = ReportAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Exchanges reports once; ends when every other silo has answered or was given up.</summary>
    public Task ReportAsync(CancellationToken cancellationToken)
    {
        var members = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(local.SiloAddress))
            .Select(member => member.SiloAddress)
            .ToHashSet();
        silos.Sweep(members);
        var report = experts.Report();
        return Task.WhenAll(members.Select(silo => ExchangeAsync(silo, report, cancellationToken)));
    }

    private async Task ExchangeAsync(SiloAddress silo, SiloReport report, CancellationToken cancellationToken)
    {
        try
        {
            var grain = grains.GetGrain<ISiloGrain>(SiloKey.Of(ISiloGrain.Name, silo));
            var theirs = await grain.ExchangeAsync(local.SiloAddress, report, cancellationToken).AsTask()
                .WaitAsync(options.Value.LostAfter, time, cancellationToken);
            silos.Note(silo, theirs);
        }
        catch (Exception e) when (SiloLoss.IsLoss(e))
        {
            LogLost(silo, e.Message);
            silos.Lose(silo);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It may be starting or slow; silence tells.
            LogNoAnswer(silo, e.Message);
        }
        catch (OperationCanceledException)
        {
            // This silo stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} cannot be reached and is left out until it is heard of: {Reason}")]
    private partial void LogLost(SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} did not answer: {Reason}")]
    private partial void LogNoAnswer(SiloAddress silo, string reason);
}
