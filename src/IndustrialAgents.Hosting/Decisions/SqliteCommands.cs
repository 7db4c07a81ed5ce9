using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Shorthand for statements without results and with a single one.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Statements are constants of this assembly; values are parameters.")]
internal static class SqliteCommands
{
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql);
        command.ExecuteNonQuery();
    }

    public static long Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql);
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
