using IndustrialAgents.Routing.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Routing.Tests;

/// <summary>Deadlines, cancellation and concurrency of the router.</summary>
public sealed class RouterTimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_OneExpertSlow_AnswersAtTheDeadlineWithTheOthers()
    {
        var time = new FakeTimeProvider();
        var slow = FakeExpert.Waiting("slow", new TaskCompletionSource<ExpertReply>());
        var router = Given.Router(
            new FakeDirectory(FakeExpert.Saying("quick", Given.Classes(1, 0, 0)), slow), new RouteOptions { Deadline = TimeSpan.FromSeconds(2) }, time: time);

        var asking = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => slow.Calls == 1, Token);
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        var answer = await asking;

        Assert.Equal(["quick", "slow"], answer.Contributions.Select(part => part.Expert.Name));
        Assert.Equal(ContributionStatus.TimedOut, answer.Contributions[1].Status);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Contributions[1].Latency);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Elapsed);
    }

    [Fact]
    public async Task AskAsync_ExpertBlocksItsThread_DeadlineHolds()
    {
        using var unblock = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        var blocking = new FakeExpert(FakeExpert.ManifestOf("blocking"), (_, _) =>
        {
            unblock.Wait(Token);
            throw new InvalidOperationException();
        });
        var router = Given.Router(new FakeDirectory(blocking), new RouteOptions { Deadline = TimeSpan.FromSeconds(1) }, time: time);

        var asking = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => blocking.Calls == 1, Token);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<DeadlineExceededException>(() => asking);
        unblock.Set();
    }

    [Fact]
    public async Task AskAsync_CallsPileUpPastTheirDeadline_ExpertIsNotCalledUntilOneEnds()
    {
        var time = new FakeTimeProvider();
        var reply = new TaskCompletionSource<ExpertReply>();
        var deaf = FakeExpert.Deaf("deaf", reply, prior: 2);
        var options = new RouterOptions { MaxAbandonedCalls = 1 };
        var router = Given.Router(new FakeDirectory(deaf, FakeExpert.Saying("b", Given.Classes(1, 0, 0))), options, time: time);

        var first = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => deaf.Calls == 1, Token);
        time.Advance(TimeSpan.FromSeconds(30));

        // "b" runs beside it, and may or may not have answered by then.
        _ = await Record.ExceptionAsync(() => first);
        var second = await router.AskAsync(Given.Text(), Token);

        Assert.Equal(1, deaf.Calls);
        Assert.Equal(ContributionStatus.Failed, second.Contributions[1].Status);
        reply.SetResult(new ExpertReply(Given.Classes(1, 0, 0)));
        Answer third;
        do
        {
            third = await router.AskAsync(Given.Text(), Token);
        }
        while (third.Contributions[1].Status != ContributionStatus.Answered);

        Assert.True(deaf.Calls > 1);
    }

    [Fact]
    public async Task AskAsync_DeadlineAlreadyPast_ThrowsAtOnce()
    {
        var expert = FakeExpert.Saying("a", Given.Classes(1, 0, 0));
        var time = new FakeTimeProvider();
        var router = Given.Router(new FakeDirectory(expert), time: time);

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await router.AskAsync(
            Given.Text() with { Constraints = new RequestConstraints { Deadline = time.GetUtcNow() } }, Token));
        Assert.Equal(0, expert.Calls);
    }

    [Fact]
    public async Task AskAsync_CallerCancels_ThrowsAndCancelsTheExperts()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var cancelled = new TaskCompletionSource();
        var waiting = new FakeExpert(FakeExpert.ManifestOf("waiting"), async (_, token) =>
        {
            using var registration = token.Register(() => cancelled.SetResult());
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        var router = Given.Router(new FakeDirectory(waiting));

        var asking = router.AskAsync(Given.Text(), cancel.Token).AsTask();
        await Given.UntilAsync(() => waiting.Calls == 1, Token);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => asking)).CancellationToken);
        await cancelled.Task.WaitAsync(Token);
        Assert.Equal(0, router.InFlight);
    }

    [Fact]
    public async Task AskAsync_TooManyInFlight_ThrowsOverloaded()
    {
        var reply = new TaskCompletionSource<ExpertReply>();
        var waiting = FakeExpert.Waiting("waiting", reply);
        var router = Given.Router(new FakeDirectory(waiting), new RouterOptions { MaxInFlight = 1 });

        var first = router.AskAsync(Given.Text(), Token).AsTask();
        await Given.UntilAsync(() => waiting.Calls == 1, Token);
        await Assert.ThrowsAsync<OverloadedException>(async () => await router.AskAsync(Given.Text(), Token));
        reply.SetResult(new ExpertReply(Given.Classes(1, 0, 0)));
        await first;

        await router.AskAsync(Given.Text(), Token);
        Assert.Equal(0, router.InFlight);
    }

    [Fact]
    public async Task AskAsync_AnyOrderOfCompletion_GivesTheSameAnswer()
    {
        var outputs = new[] { Given.Classes(0.61, 0.29, 0.1), Given.Classes(0.13, 0.77, 0.1), Given.Classes(0.3, 0.3, 0.4) };
        var answers = new List<Answer>();
        foreach (var order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0] })
        {
            var replies = outputs.Select(_ => new TaskCompletionSource<ExpertReply>()).ToArray();
            var experts = replies.Select((reply, i) => FakeExpert.Waiting($"e{i}", reply, 1 + (i * 0.37))).ToArray();
            var router = Given.Router(new FakeDirectory(experts));
            var asking = router.AskAsync(Given.Text(), Token).AsTask();
            await Given.UntilAsync(() => experts.All(expert => expert.Calls == 1), Token);
            foreach (var i in order)
            {
                replies[i].SetResult(new ExpertReply(outputs[i]));
            }

            answers.Add(await asking);
        }

        var expected = ((ClassProbabilities)answers[0].Output!).Probabilities.ToArray();
        Assert.All(answers, answer => Assert.Equal(expected, ((ClassProbabilities)answer.Output!).Probabilities.ToArray()));
        Assert.All(answers, answer => Assert.Equal(
            answers[0].Contributions.Select(part => (part.Expert, part.Weight)), answer.Contributions.Select(part => (part.Expert, part.Weight))));
    }
}
