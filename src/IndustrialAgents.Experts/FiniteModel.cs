namespace IndustrialAgents.Experts;

/// <summary>Runs a model and refuses outputs that are not finite, so that no NaN enters an answer, a merge or a weight.</summary>
internal sealed class FiniteModel(IModelRunner inner, ExpertId expert) : IModelRunner
{
    public IReadOnlyList<ModelTensorInfo> Inputs => inner.Inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => inner.Outputs;

    public ValueTask LoadAsync(CancellationToken cancellationToken) => inner.LoadAsync(cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        var outputs = await inner.RunAsync(inputs, cancellationToken).ConfigureAwait(false);
        foreach (var (name, tensor) in outputs)
        {
            if (FirstNotFinite(tensor) is var index and >= 0)
            {
                throw new ExpertFailedException(expert, $"the model's output '{name}' {tensor} is not a finite number at element {index}");
            }
        }

        return outputs;
    }

    private static int FirstNotFinite(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Find(tensor.AsSpan<float>()),
        ElementType.Float64 => Find(tensor.AsSpan<double>()),
        ElementType.Float16 => Find(tensor.AsSpan<Half>()),
        _ => -1,
    };

    private static int Find<T>(ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
