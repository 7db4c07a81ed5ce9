using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Experts;

/// <summary>Runs one expert's model, leased from the pool for each run. Experts that share a model file share its batches.</summary>
internal sealed class PooledModelRunner(ModelPool pool, ModelReference reference, Manifest manifest, TimeProvider time) : IModelRunner
{
    private readonly Func<OnnxSession, BatchedModel> _open = session => new BatchedModel(session, BatchingOptions.From(manifest.Batching), time);
    private volatile Signature? _signature;

    public IReadOnlyList<ModelTensorInfo> Inputs => Describe().Inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => Describe().Outputs;

    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (_signature is null)
        {
            await DescribeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        var model = lease.Companion(_open);
        try
        {
            return FindRows(model, inputs) is { } rows
                ? await RunRowsAsync(model, rows, cancellationToken).ConfigureAwait(false)
                : await model.RunAsync(inputs, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (OnnxException e)
        {
            throw ModelErrors.Of(manifest.Id, e);
        }
    }

    // The steps of many requests are gathered by who runs them, so the model's own batching is left aside.
    public async ValueTask<IStatefulModel> OpenAsync(ModelStateOptions options, CancellationToken cancellationToken)
    {
        var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        return new BoundModel(lease.Session, options, manifest.Id, lease);
    }

    /// <summary>The input of a model that maps rows to rows, where it fits; what does not is left to the general way, which says why.</summary>
    private Tensor? FindRows(BatchedModel model, IReadOnlyDictionary<string, Tensor> inputs) =>
        model.Rows is { } layout && inputs.Count == 1 && inputs.TryGetValue(Describe().Inputs[0].Name, out var rows)
        && rows.ElementType == layout.InputType && rows.Shape.Rank == layout.InputRow.Rank + 1
        && (layout.IsOpen ? rows.Shape[0] > 0 : rows.Shape[0] == 1)
        && rows.Shape.Dimensions[1..].SequenceEqual(layout.InputRow.Dimensions)
            ? rows
            : null;

    /// <summary>Runs rows as bytes, without a dictionary of values for each step on the way.</summary>
    private async ValueTask<IReadOnlyDictionary<string, Tensor>> RunRowsAsync(BatchedModel model, Tensor input, CancellationToken cancellationToken)
    {
        var layout = model.Rows!;
        var output = new byte[checked(input.Shape[0] * layout.OutputBytes)];
        await model.RunRowsAsync(input.Bytes, output, null, cancellationToken).ConfigureAwait(false);
        var shape = new TensorShape([input.Shape[0], .. layout.OutputRow.Dimensions]);
        return new Dictionary<string, Tensor>(1) { [Describe().Outputs[0].Name] = Tensor.Wrap(layout.OutputType, shape, output) };
    }

    private async ValueTask<ModelLease> AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pool.AcquireAsync(reference, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OnnxException or ModelMemoryException)
        {
            throw new ExpertFailedException(manifest.Id, $"the model cannot be loaded: {e.Message}", e);
        }
    }

    private Signature Describe()
    {
        // Waits where nobody has loaded the model before.
        return _signature ?? DescribeAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    // What is described stays true for every load, since the content's hash is the same.
    private async ValueTask<Signature> DescribeAsync(CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        return _signature = new Signature([.. lease.Session.Inputs.Select(Describe)], [.. lease.Session.Outputs.Select(Describe)]);
    }

    private static ModelTensorInfo Describe(OnnxValueInfo info) =>
        new(info.Name, info.ElementType, [.. info.Dimensions?.Select(dimension => dimension.Length ?? -1) ?? []]);

    private sealed record Signature(IReadOnlyList<ModelTensorInfo> Inputs, IReadOnlyList<ModelTensorInfo> Outputs);
}
