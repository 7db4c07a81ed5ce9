using IndustrialAgents.Orleans.Placement;
using Orleans.Concurrency;
using Orleans.GrainDirectory;

namespace IndustrialAgents.Orleans.Experts;

/// <inheritdoc/>
[NamedSiloPlacement, GrainDirectory(NoDirectory.Name), Reentrant]
internal sealed class ExpertReplicaGrain(LocalExperts experts) : Grain, IExpertReplicaGrain
{
    private ExpertId _expert;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _expert = ExpertId.Parse(SiloKey.NameOf(this.GetPrimaryKeyString()));
        return Task.CompletedTask;
    }

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => experts.AskAsync(_expert, request, cancellationToken);

    public IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken) => experts.StreamAsync(_expert, request, cancellationToken);

    public ValueTask<NamedTensors> RunAsync(NamedTensors inputs, CancellationToken cancellationToken) => experts.RunAsync(_expert, inputs, cancellationToken);

    public ValueTask<ExpertDescription> DescribeAsync(CancellationToken cancellationToken) => experts.DescribeAsync(_expert, cancellationToken);
}
