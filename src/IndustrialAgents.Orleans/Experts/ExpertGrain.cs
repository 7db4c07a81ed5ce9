using IndustrialAgents.Orleans.Placement;
using Orleans.Concurrency;
using Orleans.GrainDirectory;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>
/// The entrance to an expert, active on each silo that is asked for it: a client's gateway silo, or the router's own. It holds nothing and hands
/// the request to <see cref="ExpertDispatcher"/>, so the rules of placement hold for whoever asks.
/// </summary>
[EverySiloPlacement, GrainDirectory(NoDirectory.Name), Reentrant]
internal sealed class ExpertGrain(ExpertDispatcher dispatcher) : Grain, IExpertGrain
{
    private ExpertId? _expert;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _expert = ExpertId.TryParse(this.GetPrimaryKeyString(), out var expert) ? expert : null;
        return Task.CompletedTask;
    }

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => dispatcher.AskAsync(Expert, request, cancellationToken);

    public IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken) => dispatcher.StreamAsync(Expert, request, cancellationToken);

    public ValueTask<NamedTensors> RunAsync(NamedTensors inputs, CancellationToken cancellationToken) => dispatcher.RunAsync(Expert, inputs, cancellationToken);

    public ValueTask<ExpertDescription> DescribeAsync(CancellationToken cancellationToken) => dispatcher.DescribeAsync(Expert, cancellationToken);

    // A key that is no id names no expert; the error goes to the caller rather than into the activation.
    private ExpertId Expert => _expert ?? throw new ExpertNotFoundException(this.GetPrimaryKeyString());
}
