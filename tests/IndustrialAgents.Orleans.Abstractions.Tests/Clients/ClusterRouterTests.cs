using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Clients;

public sealed class ClusterRouterTests
{
    private static readonly Answer Answer = new() { DecisionId = "d", Task = ExpertTask.Answer, Contributions = [] };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeRouter _grain;
    private readonly ClusterRouter _router;

    public ClusterRouterTests()
    {
        var (grain, fake) = FakeRouter.Create();
        _grain = fake;
        _router = new ClusterRouter(FakeGrains.Create(grain).Factory, timeProvider: _time);
    }

    [Fact]
    public async Task AskAsync_GrainAnswers_IsItsAnswer()
    {
        _grain.Complete(Answer);

        Assert.Same(Answer, await _router.AskAsync(Ask(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken));
        Assert.Same(Answer, await _router.AskAsync(Ask(null), TestContext.Current.CancellationToken));
        Assert.Same(Answer, await _router.AskAsync(Ask(TimeSpan.FromDays(400)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AskAsync_NoAnswerSoonAfterTheDeadline_IsDeadlineExceeded()
    {
        var asked = _router.AskAsync(Ask(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(251));

        await Assert.ThrowsAsync<DeadlineExceededException>(() => asked);
    }

    [Fact]
    public async Task AskAsync_AnswerJustAfterTheDeadline_IsTaken()
    {
        var asked = _router.AskAsync(Ask(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(1100));
        _grain.Complete(Answer);

        Assert.Same(Answer, await asked);
    }

    [Fact]
    public async Task AskAsync_Cancelled_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var asked = _router.AskAsync(Ask(TimeSpan.FromSeconds(1)), cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task FeedbackAsync_IsTheGrains() =>
        Assert.Equal("d", (await _router.FeedbackAsync(new Feedback { DecisionId = "d" }, TestContext.Current.CancellationToken)).DecisionId);

    private Request Ask(TimeSpan? deadline) => new()
    {
        Task = ExpertTask.Answer,
        Inputs = [new TextInput("?")],
        Constraints = new RequestConstraints { Deadline = _time.GetUtcNow() + deadline },
    };
}
