using System.Net.Sockets;
using Npgsql;

namespace IndustrialAgents.Postgres;

/// <summary>Sorts Npgsql's errors, and says in words what they mean for an operator.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether the same may succeed a moment later.</summary>
    public static bool MayPass(Exception error) => error is NpgsqlException { IsTransient: true }
        or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction }
        or NpgsqlException { InnerException: IOException or SocketException or TimeoutException }
        or SocketException or TimeoutException;

    /// <summary>Whether to try again at once: not after a wait that was as long as allowed already.</summary>
    public static bool IsWorthARetry(Exception error) => MayPass(error) && error is not (TimeoutException or NpgsqlException { InnerException: TimeoutException });

    /// <summary>Whether connections are of no use any more: the server went, or another one took its place.</summary>
    public static bool IsOfConnection(Exception error) => MayPass(error)
        && error is not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Whether the data are at fault, so that others of their batch may do without them: classes 22, 23 and 54.</summary>
    public static bool IsOfData(Exception error) =>
        error is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } or InvalidCastException or ArgumentException;

    /// <summary>The error as callers of a store expect it. It names neither host nor user: messages reach clients.</summary>
    public static IOException ToIOException(Exception error)
    {
        var reason = error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "its disk is full; free some space",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has too many connections; raise its max_connections or lower MaxConnections",
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "it refuses the user or password; check the connection string",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "the database does not exist; create it, or check the connection string",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => "the tables do not exist; run init-db once",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => "the user lacks a right; run init-db as the owner, or grant it",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "it is read-only; connect to the primary",
            PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => "it is starting or stopping; try again",
            PostgresException postgres => $"it refused with {postgres.SqlState}",
            _ when MayPass(error) => "it cannot be reached or does not answer in time; try again",
            _ => "it cannot be used",
        };
        var detail = error is PostgresException p ? p.MessageText : error.GetType().Name;
        return new IOException($"PostgreSQL: {reason} ({detail})", error);
    }
}
