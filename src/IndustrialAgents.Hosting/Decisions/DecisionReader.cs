using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Reads records beside the writer. Not thread-safe.</summary>
internal sealed class DecisionReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _findFeedback;
    private readonly SqliteCommand _page;

    public DecisionReader(string path)
    {
        _connection = DecisionDatabase.OpenReader(path);
        _find = _connection.Prepare("SELECT seq, body FROM decision WHERE id = $id;", "$id");
        _findFeedback = _connection.Prepare("SELECT body FROM feedback WHERE decision = $decision ORDER BY seq;", "$decision");
        _page = _connection.Prepare(
            "SELECT f.seq, d.id, d.body, d.seq, f.body FROM feedback f JOIN decision d ON d.seq = f.decision WHERE f.seq > $after ORDER BY f.seq LIMIT $count;",
            "$after",
            "$count");
    }

    /// <summary>The decision's record and those of its feedback; null where there is none.</summary>
    public DecisionRow? Find(string decisionId)
    {
        _find.Parameters[0].Value = decisionId;
        long seq;
        byte[] body;
        using (var reader = _find.ExecuteReader())
        {
            if (!reader.Read())
            {
                return null;
            }

            (seq, body) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        }

        return new DecisionRow(decisionId, body, FindFeedback(seq));
    }

    /// <summary>The next pieces of feedback after one, in the order they came, each with its decision.</summary>
    public IReadOnlyList<FeedbackRow> Page(long after, int count)
    {
        _page.Parameters[0].Value = after;
        _page.Parameters[1].Value = count;
        var page = new List<(long Seq, string Id, byte[] Decision, long DecisionSeq, byte[] Feedback)>(count);
        using (var reader = _page.ExecuteReader())
        {
            while (reader.Read())
            {
                page.Add((reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)));
            }
        }

        return page.ConvertAll(row => new FeedbackRow(row.Seq, new DecisionRow(row.Id, row.Decision, FindFeedback(row.DecisionSeq)), row.Feedback));
    }

    public void Dispose()
    {
        _find.Dispose();
        _findFeedback.Dispose();
        _page.Dispose();
        _connection.Dispose();
    }

    private List<byte[]> FindFeedback(long decision)
    {
        _findFeedback.Parameters[0].Value = decision;
        var bodies = new List<byte[]>();
        using var reader = _findFeedback.ExecuteReader();
        while (reader.Read())
        {
            bodies.Add(reader.GetFieldValue<byte[]>(0));
        }

        return bodies;
    }
}
