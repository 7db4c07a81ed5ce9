namespace IndustrialAgents.Experts;

/// <summary>The model of a <see cref="HostedExpert"/> for callers with tensors of their own: counted like the expert's requests.</summary>
internal sealed class HostedModel(HostedExpert expert, IModelRunner inner) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs => inner.Inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => inner.Outputs;

    public ValueTask LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        if (!expert.TryEnter(out var successor))
        {
            return successor?.Model is { } next
                ? await next.RunAsync(inputs, cancellationToken).ConfigureAwait(false)
                : throw expert.Gone();
        }

        try
        {
            var outputs = await inner.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
            expert.Succeeded();
            return outputs;
        }
        catch (Exception e) when (HostedExpert.CountsAsFailure(e))
        {
            expert.Failed();
            throw;
        }
        finally
        {
            expert.Leave();
        }
    }
}
