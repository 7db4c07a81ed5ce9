using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Experts;

/// <summary>Runs one expert's model, leased from the pool for each run. Experts that share a model file share its batches.</summary>
internal sealed class PooledModelRunner(ModelPool pool, ModelReference reference, Manifest manifest, TimeProvider time) : IModelRunner
{
    private readonly BatchingOptions _batching = BatchingOptions.From(manifest.Batching);
    private volatile Signature? _signature;

    public IReadOnlyList<ModelTensorInfo> Inputs => Describe().Inputs;

    public IReadOnlyList<ModelTensorInfo> Outputs => Describe().Outputs;

    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        var model = lease.Companion(session => new BatchedModel(session, _batching, time));
        try
        {
            return await model.RunAsync(inputs, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (OnnxException e) when (e.Code is OnnxErrorCode.None or OnnxErrorCode.InvalidArgument)
        {
            throw new InvalidRequestException("inputs", e.Message, e);
        }
        catch (OnnxException e)
        {
            throw new ExpertFailedException(manifest.Id, e.Message, e);
        }
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
        if (_signature is { } known)
        {
            return known;
        }

        // Waits where the model must be loaded first; what is described stays true for every load, since the content's hash is the same.
        using var lease = AcquireAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return _signature = new Signature([.. lease.Session.Inputs.Select(Describe)], [.. lease.Session.Outputs.Select(Describe)]);
    }

    private static ModelTensorInfo Describe(OnnxValueInfo info) =>
        new(info.Name, info.ElementType, [.. info.Dimensions?.Select(dimension => dimension.Length ?? -1) ?? []]);

    private sealed record Signature(IReadOnlyList<ModelTensorInfo> Inputs, IReadOnlyList<ModelTensorInfo> Outputs);
}
