namespace IndustrialAgents.Gateway.Tests.Fakes;

internal sealed class FakeRouter : IRouter
{
    public Func<Request, CancellationToken, Task<Answer>> Answer { get; set; } = (request, _) => Task.FromResult(new Answer
    {
        DecisionId = "d1",
        RequestId = request.Id,
        Task = request.Task,
        Output = new ClassProbabilities(["wear", "normal"], new[] { 0.75, 0.25 }),
        Confidence = 0.75,
        Contributions = [],
    });

    public Request? Last { get; private set; }

    public ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        Last = request;
        return new(Answer(request, cancellationToken));
    }

    public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) => feedback.DecisionId == "d1"
        ? new(new FeedbackReceipt("d1", []))
        : throw new DecisionNotFoundException(feedback.DecisionId);
}
