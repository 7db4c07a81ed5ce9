using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Finds out whether a database file is damaged, sets it aside, and copies what can still be read.</summary>
internal static class DamagedDatabase
{
    // Larger files are checked as they are used: going through all of one takes too long at start.
    private const long LargestChecked = 256L << 20;

    /// <summary>What is wrong with the file; null where nothing was found.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps the file from being opened is told by the writer.")]
    public static string? FindDamage(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LargestChecked)
        {
            return null;
        }

        try
        {
            using var connection = DecisionDatabase.OpenReader(path);
            using var command = connection.Prepare("PRAGMA quick_check(1);");
            return command.ExecuteScalar() is string result && result != "ok" ? result : null;
        }
        catch (SqliteException e)
        {
            return SqliteFailure.IsDamage(e) ? e.Message : null;
        }
    }

    /// <summary>Moves the file and its log out of the way; they are not changed otherwise.</summary>
    /// <returns>The new path.</returns>
    /// <exception cref="IOException">They cannot be moved.</exception>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now:yyyyMMdd'T'HHmmssfff}");
        foreach (var suffix in new[] { "-wal", "-shm", "" })
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix, overwrite: true);
            }
        }

        return aside;
    }

    /// <summary>Copies the rows that can still be read into a new file, from both ends up to the damage.</summary>
    public static (int Decisions, int Feedback) Salvage(string from, string to)
    {
        using var target = DecisionDatabase.OpenWriter(to);
        SqliteConnection source;
        try
        {
            source = DecisionDatabase.OpenReader(from);
        }
        catch (SqliteException)
        {
            return (0, 0);
        }

        using (source)
        {
            target.Execute("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;");
            Copy("decision", "id, bytes, graded, body", source, target);
            Copy("feedback", "decision, time, body", source, target);
            target.Execute("DELETE FROM feedback WHERE decision NOT IN (SELECT seq FROM decision); COMMIT; PRAGMA foreign_keys = ON;");
            KeepPositions(source, target);
        }

        return ((int)target.Scalar("SELECT count(*) FROM decision;"), (int)target.Scalar("SELECT count(*) FROM feedback;"));
    }

    // A position is never used twice, also where the rows that had the last ones cannot be read.
    private static void KeepPositions(SqliteConnection source, SqliteConnection target)
    {
        try
        {
            var last = source.Scalar("SELECT seq FROM sqlite_sequence WHERE name = 'feedback';");
            using var command = target.Prepare(
                "DELETE FROM sqlite_sequence WHERE name = 'feedback'; "
                + "INSERT INTO sqlite_sequence(name, seq) VALUES('feedback', max($last, (SELECT coalesce(max(seq), 0) FROM feedback)));",
                "$last");
            command.Parameters[0].Value = last;
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // That page is among the damage; the copied rows say the most that is known.
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "Table and column names are constants of this class.")]
    private static void Copy(string table, string columns, SqliteConnection source, SqliteConnection target)
    {
        var count = columns.Split(',').Length;
        var names = Enumerable.Range(0, count + 1).Select(i => $"$p{i}").ToArray();
        using var insert = target.Prepare($"INSERT OR IGNORE INTO {table}(seq, {columns}) VALUES({string.Join(", ", names)});", names);
        foreach (var order in new[] { "ASC", "DESC" })
        {
            try
            {
                using var select = source.Prepare($"SELECT seq, {columns} FROM {table} NOT INDEXED ORDER BY seq {order};");
                using var reader = select.ExecuteReader();
                while (reader.Read())
                {
                    for (var i = 0; i <= count; i++)
                    {
                        insert.Parameters[i].Value = reader.GetValue(i);
                    }

                    insert.ExecuteNonQuery();
                }

                return;
            }
            catch (SqliteException)
            {
                // The damage: what lies behind it is reached from the other end.
            }
        }
    }
}
