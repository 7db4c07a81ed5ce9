namespace IndustrialAgents.Onnx;

/// <summary>
/// Holds a model loaded: while it is not disposed the model is not unloaded. Dispose it soon, and bindings before it. Thread-safe.
/// </summary>
public sealed class ModelLease : IDisposable
{
    private readonly ModelPool _pool;
    private PooledModel? _model;

    internal ModelLease(ModelPool pool, PooledModel model, OnnxSession session)
    {
        _pool = pool;
        _model = model;
        Session = session;
    }

    /// <summary>The loaded model, which belongs to the pool: do not dispose it, and do not use it after the lease.</summary>
    public OnnxSession Session { get; }

    /// <summary>Gives the model back. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _model, null) is { } model)
        {
            _pool.Return(model);
        }
    }
}
