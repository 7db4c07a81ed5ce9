using System.Collections.Concurrent;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed class DurabilityTests
{
    private const int Askers = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 40)]
    [InlineData(3, 150)]
    public async Task Serve_Killed_LosesNoAcknowledgedDecisionOrFeedback(int seed, int killAfter)
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var acknowledged = new ConcurrentBag<string>();
        var withFeedback = new ConcurrentBag<string>();
        using (var node = await ServedNode.StartAsync(home.Path, Token))
        {
            var asking = Enumerable.Range(0, Askers).Select(asker => AskUntilItEndsAsync(node, seed + asker, acknowledged, withFeedback)).ToList();
            await Until.TrueAsync(() => Task.FromResult(acknowledged.Count >= killAfter), "enough answers", Token);
            node.Process.Kill();
            await Task.WhenAll(asking);
        }

        using var again = await ServedNode.StartAsync(home.Path, Token);
        foreach (var id in acknowledged)
        {
            Assert.NotNull(await again.FindDecisionAsync(id, Token));
        }

        foreach (var id in withFeedback)
        {
            Assert.Equal("blockage", Assert.Single((await again.FindDecisionAsync(id, Token))!.Feedback).Label);
        }

        Assert.NotNull((await again.AskAsync(RequestOf(0), Token)).Output);
    }

    [Fact]
    public async Task Serve_Terminated_FinishesWhatItHasAndExitsWithZero()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var acknowledged = new ConcurrentBag<string>();
        int exitCode;
        using (var node = await ServedNode.StartAsync(home.Path, Token))
        {
            var asking = Enumerable.Range(0, Askers).Select(asker => AskUntilItEndsAsync(node, asker, acknowledged, [])).ToList();
            await Until.TrueAsync(() => Task.FromResult(acknowledged.Count >= 30), "enough answers", Token);
            node.Process.Terminate();
            exitCode = await node.Process.WaitAsync(Token);
            await Task.WhenAll(asking);
        }

        Assert.Equal(0, exitCode);
        using var again = await ServedNode.StartAsync(home.Path, Token);
        foreach (var id in acknowledged)
        {
            Assert.NotNull(await again.FindDecisionAsync(id, Token));
        }
    }

    private static async Task AskUntilItEndsAsync(ServedNode node, int seed, ConcurrentBag<string> acknowledged, ConcurrentBag<string> withFeedback)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var answer = await node.AskAsync(RequestOf((seed * 1000) + i), Token);
                Assert.Empty(answer.Warnings);
                acknowledged.Add(answer.DecisionId);
                using var response = await node.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = "blockage" }, Token);
                if (response.IsSuccessStatusCode)
                {
                    withFeedback.Add(answer.DecisionId);
                }
            }
        }
        catch (HttpRequestException)
        {
            // The node is gone, as it should be.
        }
        catch (IOException)
        {
            // It went while it was answering; what it had not acknowledged does not count.
        }
    }

    private static Request RequestOf(int number) => new() { Task = ExpertTask.Classify, Inputs = [new TextInput($"strainer {number} blocked")] };
}
