using System.Data.Common;
using IndustrialAgents.Gateway;
using Npgsql;

namespace IndustrialAgents.Silo.Health;

/// <summary>A silo takes requests while its database answers. Probes that meet share one question, and an answer holds for a second.</summary>
/// <param name="source">The database.</param>
/// <param name="time">Measures time.</param>
internal sealed class DatabaseReadiness(NpgsqlDataSource source, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<string?>? _asked;
    private long _askedAt;

    /// <inheritdoc/>
    public async ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        Task<string?> asked;
        lock (_gate)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_askedAt) > Holds))
            {
                (_asked, _askedAt) = (AskAsync(), time.GetTimestamp());
            }

            asked = _asked;
        }

        return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var command = source.CreateCommand("SELECT 1");
            await using var closing = command.ConfigureAwait(false);
            await command.ExecuteScalarAsync(patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or TimeoutException)
        {
            return "the database does not answer";
        }
    }
}
