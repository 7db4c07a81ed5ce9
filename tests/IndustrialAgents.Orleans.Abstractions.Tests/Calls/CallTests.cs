using IndustrialAgents.Orleans.Abstractions.Tests.Wire;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Calls;

/// <summary>Calls from a client to a silo and within one, over Orleans itself.</summary>
public sealed class CallTests(OneSilo silo) : IClassFixture<OneSilo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_FromAClient_CarriesRequestAndAnswer()
    {
        var request = (Request)Samples.All["request"];

        var answer = await new ClusterRouter(silo.Client, "echo").AskAsync(request with { Constraints = RequestConstraints.None }, Cancellation);

        Assert.Equal("r-1", answer.DecisionId);
        Assert.Equal(request.Find<TensorInput>()!.Tensor, Assert.IsType<TensorsOutput>(answer.Output).Tensors["raw"]);
        Assert.Equal(Wired.Text(request with { Constraints = RequestConstraints.None }), Wired.Text(CallRouterGrain.Received));
    }

    [Fact]
    public async Task AskAsync_WithinASilo_PassesRequestAndAnswerAsTheyAre()
    {
        await silo.Client.Router("relay").AskAsync((Request)Samples.All["request"], Cancellation);

        Assert.NotNull(CallRouterGrain.Sent);
        Assert.Same(CallRouterGrain.Sent, CallRouterGrain.Received);
        Assert.Same(CallRouterGrain.Answered, CallRouterGrain.Relayed);
    }

    [Fact]
    public async Task AskAsync_GrainThrows_ThrowsTheSameAtTheClient()
    {
        var error = await Assert.ThrowsAsync<OverloadedException>(
            async () => await silo.Client.Router("fail").AskAsync((Request)Samples.All["request"], Cancellation));

        Assert.Equal("motor@2", error.Queue);
        Assert.True(error.IsRetriable());
        Assert.Contains(nameof(CallRouterGrain), error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_GrainThrowsAnErrorTheClientDoesNotKnow_ThrowsItsBase()
    {
        var error = await Assert.ThrowsAsync<IndustrialAgentsException>(
            async () => await silo.Client.Router("fail at home").AskAsync((Request)Samples.All["request"], Cancellation));

        Assert.Equal("the press is open", error.Message);
    }

    [Fact]
    public async Task AskAsync_RequestThatIsMalformed_ThrowsWhatIsWrong()
    {
        var request = new Request
        {
            Task = ExpertTask.Classify,
            Inputs = [new TensorInput(Tensor.Wrap(ElementType.Bool, new TensorShape(1), new byte[] { 7 })) { Name = "x" }],
        };

        var error = await Assert.ThrowsAsync<MalformedMessageException>(async () => await silo.Client.Router("echo").AskAsync(request, Cancellation));

        Assert.Equal("Tensor", error.Type);
        Assert.Equal("r", (await silo.Client.Router("echo").AskAsync(new Request { Id = "r", Task = ExpertTask.Classify, Inputs = [] }, Cancellation)).DecisionId);
    }

    [Fact]
    public async Task FeedbackAsync_FromAClient_CarriesFeedbackAndReceipt() =>
        Assert.Equal(0.5, (await silo.Client.Router("echo").FeedbackAsync((Feedback)Samples.All["feedback"], Cancellation)).Losses[0].Loss);
}
