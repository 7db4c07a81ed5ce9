using System.Text.Json;
using IndustrialAgents.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Hosting.Tests.Decisions;

/// <summary>A folder with a store's file in it, deleted afterwards.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-decisions-");

    public string Path => _folder.FullName;

    public string File => System.IO.Path.Combine(Path, "decisions.db");

    public FakeTimeProvider Time { get; } = new();

    public static Decision Decision(string id, int textLength = 20) => new()
    {
        Id = id,
        Time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        Route = "default",
        Request = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(new string('x', textLength))] },
        Candidates = [new GateScore(new ExpertId("a", "1"), 0.1 + 0.2, true)],
        Answer = new Answer
        {
            DecisionId = id,
            Task = ExpertTask.Classify,
            Output = new ClassProbabilities(["wear", "leak"], new[] { 1.0 / 3, 2.0 / 3 }),
            Contributions = [],
        },
    };

    public static Feedback Feedback(string id, string label = "wear") => new() { DecisionId = id, Label = label };

    public static string JsonOf<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);

    public SqliteDecisionStore Open(Action<SqliteConnection>? configure = null, Func<SqliteDecisionStoreOptions, SqliteDecisionStoreOptions>? change = null)
    {
        var options = new SqliteDecisionStoreOptions { Path = File };
        return SqliteDecisionStore.Open(change?.Invoke(options) ?? options, Time, NullLogger<SqliteDecisionStore>.Instance, configure);
    }

    public void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are the tests' own.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The folder as a crash would leave it: its files copied while the store is open.</summary>
    public StoreFolder Crash()
    {
        var copy = new StoreFolder();
        foreach (var file in _folder.GetFiles())
        {
            // The shared-memory index is rebuilt from the log; after a power loss there is none.
            if (file.Extension != ".db-shm")
            {
                file.CopyTo(System.IO.Path.Combine(copy.Path, file.Name));
            }
        }

        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
