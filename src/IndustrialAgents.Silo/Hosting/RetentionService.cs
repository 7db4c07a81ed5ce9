using IndustrialAgents.Postgres;
using IndustrialAgents.Silo.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Keeps decisions and sensor rows in PostgreSQL within their limits. All silos run it, and the one whose address comes first works.</summary>
internal sealed partial class RetentionService(
    PostgresDecisionStore decisions, PostgresRowLog rows, ISiloStatusOracle members, StorageSettings settings, TimeProvider time, ILogger<RetentionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!members.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(other => other.CompareTo(members.SiloAddress) < 0))
            {
                await TrimAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        try
        {
            var goneDecisions = await decisions.TrimAsync(new Retention { MaxAge = settings.MaxDecisionAge, MaxBytes = settings.MaxDecisionBytes }, cancellationToken).ConfigureAwait(false);
            var goneRows = await rows.TrimAsync(new Retention { MaxAge = settings.MaxRowAge, MaxBytes = settings.MaxRowBytes }, cancellationToken).ConfigureAwait(false);
            if (goneDecisions > 0 || goneRows > 0)
            {
                LogTrimmed(goneDecisions, goneRows);
            }
        }
        catch (IOException e)
        {
            // The next time will do.
            LogPutOff(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Decisions} decisions and {Batches} batches of sensor rows beyond what is kept were deleted")]
    private partial void LogTrimmed(long decisions, long batches);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is beyond what is kept could not be deleted: {Reason}")]
    private partial void LogPutOff(string reason);
}
