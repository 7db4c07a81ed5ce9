namespace IndustrialAgents.EndToEnd.Tests;

public sealed class FullDiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(6_000)]
    [InlineData(60_000)]
    public async Task Serve_DatabaseCannotGrow_AnswersWithAWarningAndKeepsWhatItAcknowledged(long room)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "limits of a running process are set with prlimit, on Linux");
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var acknowledged = new List<string>();
        using (var node = await ServedNode.StartWithFileSizeLimitAsync(home.Path, Token))
        {
            await AskAsync(node, 5, acknowledged);
            Assert.Equal(5, acknowledged.Count);

            var largest = new DirectoryInfo(home.Path).EnumerateFiles("decisions.db*").Max(file => file.Length);
            await node.Process.LimitFileSizeAsync(largest + room, Token);
            await Until.TrueAsync(async () => (await AskAsync(node, 1, acknowledged)).Count > 0, "the disk is full", Token);
            var warnings = await AskAsync(node, 5, acknowledged);
            Assert.True(room > 0 || warnings.Count == 5, "without any room no record can be stored");
            Assert.All(warnings, warning => Assert.Contains("not be stored", warning, StringComparison.Ordinal));

            await node.Process.LimitFileSizeAsync(null, Token);
            Assert.Empty(await AskAsync(node, 5, acknowledged));
            node.Process.Kill();
        }

        using var again = await ServedNode.StartAsync(home.Path, Token);
        Assert.True(acknowledged.Count >= 10);
        foreach (var id in acknowledged)
        {
            Assert.NotNull(await again.FindDecisionAsync(id, Token));
        }

        Assert.Empty(await AskAsync(again, 1, acknowledged));
    }

    /// <summary>Asks, notes the decisions that were stored, and gives the warnings of the others.</summary>
    private static async Task<List<string>> AskAsync(ServedNode node, int count, List<string> acknowledged)
    {
        var warnings = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var answer = await node.AskAsync(new Request { Task = ExpertTask.Classify, Inputs = [new TextInput($"strainer {i} blocked")] }, Token);
            Assert.NotNull(answer.Output);
            if (answer.Warnings.Count == 0)
            {
                acknowledged.Add(answer.DecisionId);
            }

            warnings.AddRange(answer.Warnings);
        }

        return warnings;
    }
}
