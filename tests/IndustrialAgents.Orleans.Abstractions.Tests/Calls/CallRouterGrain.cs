namespace IndustrialAgents.Orleans.Abstractions.Tests.Calls;

/// <summary>
/// A router that answers by what its route says: <c>echo</c> with the request's tensors, <c>relay</c> with what the echo on the same silo says,
/// <c>fail</c> with an error.
/// </summary>
internal sealed class CallRouterGrain(IGrainFactory grains) : Grain, IRouterGrain
{
    /// <summary>What the relay sent last.</summary>
    public static Request? Sent { get; private set; }

    /// <summary>What the echo received last.</summary>
    public static Request? Received { get; private set; }

    /// <summary>What the echo answered last.</summary>
    public static Answer? Answered { get; private set; }

    /// <summary>What the relay was answered last.</summary>
    public static Answer? Relayed { get; private set; }

    public async ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        switch (this.GetPrimaryKeyString())
        {
            case "relay":
                Sent = request;
                Relayed = await grains.Router("echo").AskAsync(request, cancellationToken);
                return Relayed;
            case "fail":
                throw new OverloadedException("motor@2", 4);
            case "fail at home":
                throw new UnreadyException("the press is open");
            default:
                Received = request;
                Answered = new Answer
                {
                    DecisionId = request.Id ?? "",
                    Task = request.Task,
                    Contributions = [],
                    Output = new TensorsOutput(request.Inputs.OfType<TensorInput>().ToDictionary(input => input.Name!, input => input.Tensor)),
                };
                return Answered;
        }
    }

    public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) =>
        new(new FeedbackReceipt(feedback.DecisionId, [new ExpertLoss(new ExpertId("motor", "2"), 0.5, 1, 0.5)]));

    private sealed class UnreadyException(string message) : IndustrialAgentsException(message);
}
