namespace IndustrialAgents;

/// <summary>Answers requests by picking experts, running them and merging what they say. Thread-safe.</summary>
public interface IRouter
{
    /// <summary>Answers a request. A failing or slow expert never fails the request while another answers.</summary>
    /// <exception cref="InvalidRequestException">A field is wrong, or no expert can take the request's inputs for its task.</exception>
    /// <exception cref="ExpertNotFoundException">The constraints name an expert that is not known.</exception>
    /// <exception cref="DeadlineExceededException">The deadline had passed before anything answered.</exception>
    /// <exception cref="OverloadedException">Too many requests are in flight.</exception>
    /// <exception cref="UnavailableException">No machine that could answer can be reached at the moment.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken);

    /// <summary>Tells what turned out to be true; moves the weights of the experts that had answered.</summary>
    /// <exception cref="InvalidRequestException">The feedback does not fit the decision's task.</exception>
    /// <exception cref="DecisionNotFoundException">No such decision is stored.</exception>
    ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken);
}
