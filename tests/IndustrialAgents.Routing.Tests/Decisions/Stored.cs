using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Routing.Tests.Decisions;

/// <summary>Decisions and feedback as stores keep them.</summary>
internal static class Stored
{
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

    public static IndustrialAgents.Feedback Feedback(string id, string label = "wear") => new() { DecisionId = id, Label = label };

    public static string JsonOf<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);
}
