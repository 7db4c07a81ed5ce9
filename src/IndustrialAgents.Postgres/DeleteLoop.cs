using Npgsql;
using static IndustrialAgents.Postgres.NpgsqlCommands;

namespace IndustrialAgents.Postgres;

/// <summary>Deletes much in small transactions, so that writers never wait long for it.</summary>
internal static class DeleteLoop
{
    private const int AtOnce = 1000;

    /// <summary>Runs a statement that deletes the oldest records, whose last parameter is how many, until it finds no more.</summary>
    /// <returns>How many records were deleted.</returns>
    public static async ValueTask<long> DeleteAllAsync(this PostgresDatabase database, string sql, Func<NpgsqlParameter[]> parameters, CancellationToken cancellationToken)
    {
        var total = 0L;
        int deleted;
        do
        {
            deleted = await database.RunAsync(
                (connection, token) => connection.RunAsync(sql, token, [.. parameters(), Parameter(AtOnce)]),
                cancellationToken).ConfigureAwait(false);
            total += deleted;
        }
        while (deleted == AtOnce);
        return total;
    }
}
