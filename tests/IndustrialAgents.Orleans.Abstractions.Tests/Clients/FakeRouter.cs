using System.Reflection;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Clients;

/// <summary>A router that answers when it is told to; till then it is as one on a silo that is gone. A class of its own would count as a grain's.</summary>
public class FakeRouter : DispatchProxy
{
    private readonly TaskCompletionSource<Answer> _answer = new();

    public static (IRouterGrain Grain, FakeRouter Fake) Create()
    {
        var grain = Create<IRouterGrain, FakeRouter>();
        return (grain, (FakeRouter)grain);
    }

    public void Complete(Answer answer) => _answer.SetResult(answer);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args![0] switch
    {
        Request => new ValueTask<Answer>(_answer.Task.WaitAsync((CancellationToken)args[1]!)),
        Feedback feedback => new ValueTask<FeedbackReceipt>(new FeedbackReceipt(feedback.DecisionId, [])),
        _ => null,
    };
}
