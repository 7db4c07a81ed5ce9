using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Postgres.Tests;

/// <summary>Decisions and feedback as stores keep them.</summary>
internal static class Stored
{
    public static Decision Decision(string id, int textLength = 20, DateTimeOffset? time = null) => new()
    {
        Id = id,
        Time = time ?? new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        Route = "default",
        Request = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(Text(textLength))] },
        Candidates = [new GateScore(new ExpertId("a", "1"), 0.1 + 0.2, true)],
        Answer = new Answer
        {
            DecisionId = id,
            Task = ExpertTask.Classify,
            Output = new ClassProbabilities(["wear", "leak"], new[] { 1.0 / 3, 2.0 / 3 }),
            Contributions = [],
        },
    };

    /// <summary>Text that does not compress to nothing.</summary>
    public static string Text(int length) => string.Create(length, length, static (span, seed) =>
    {
        var random = new Random(seed);
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = (char)(' ' + random.Next(95));
        }
    });

    public static Feedback Feedback(string id, string label = "wear") => new() { DecisionId = id, Label = label };

    public static string JsonOf<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);
}
