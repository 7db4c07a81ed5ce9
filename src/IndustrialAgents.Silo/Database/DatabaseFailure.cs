using System.Data.Common;

namespace IndustrialAgents.Silo.Database;

/// <summary>Tells failures of the database server from others.</summary>
internal static class DatabaseFailure
{
    /// <summary>What to say of an exception that comes of a database that fails or cannot be reached; null for any other.</summary>
    public static string? Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is DbException failure)
            {
                return exception is InvalidDatabaseException known ? known.Message : $"the database cannot be used: {failure.Message}; check Storage:Connection and that the server runs";
            }
        }

        return null;
    }
}
