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

    /// <summary>
    /// What all users of the model share as long as it is loaded, such as its batching: made by the first who asks, disposed by the pool before
    /// the model is unloaded. A model has one.
    /// </summary>
    /// <param name="create">Makes it; called under the pool's lock, so it must be quick.</param>
    /// <exception cref="ObjectDisposedException">The lease was given back.</exception>
    /// <exception cref="InvalidOperationException">The model has a companion of another type.</exception>
    public T Companion<T>(Func<OnnxSession, T> create)
        where T : class, IDisposable
    {
        var model = _model;
        ObjectDisposedException.ThrowIf(model is null, this);
        return _pool.Companion(model, () => create(Session)) as T
            ?? throw new InvalidOperationException($"the model has a companion that is no {typeof(T).Name}");
    }

    /// <summary>Gives the model back. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _model, null) is { } model)
        {
            _pool.Return(model);
        }
    }
}
