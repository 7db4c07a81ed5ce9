namespace IndustrialAgents.Orleans;

/// <summary>
/// Routes requests; the key is the name of a route (<c>default</c> unless configured). Active on every silo that is asked, so it is no
/// bottleneck; what each activation learns from feedback is merged with what the others learn.
/// </summary>
[Alias("ia.router")]
public interface IRouterGrain : IGrainWithStringKey
{
    /// <summary>Answers a request; see <see cref="IRouter.AskAsync"/> for what it throws. A route that the request names goes before the key.</summary>
    [Alias("ask")]
    ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken);

    /// <summary>Tells what turned out to be true; see <see cref="IRouter.FeedbackAsync"/>. Once it returns, the feedback is stored.</summary>
    [Alias("feedback")]
    ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken);
}
