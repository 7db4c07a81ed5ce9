namespace IndustrialAgents.Experts;

/// <summary>Runs a model and refuses outputs that are not finite, so that no NaN enters an answer, a merge or a weight.</summary>
internal sealed class FiniteModel(IModelRunner inner, ExpertId expert) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs => inner.Inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => inner.Outputs;

    public ValueTask LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

    // A state is not looked through at each step: scores that are read show what is not finite.
    public ValueTask<IStatefulModel> OpenAsync(ModelStateOptions options, CancellationToken cancellationToken) => inner.OpenAsync(options, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        var outputs = await inner.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        foreach (var (name, tensor) in outputs)
        {
            if (Finiteness.FirstNotFinite(tensor.ElementType, tensor.Bytes.Span) is var index and >= 0)
            {
                throw new ExpertFailedException(expert, $"the model's output '{name}' {tensor} is not a finite number at element {index}");
            }
        }

        return outputs;
    }
}
