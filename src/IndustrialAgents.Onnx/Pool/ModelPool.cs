using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Onnx;

/// <summary>
/// The loaded models of a process, known by the SHA-256 of their content. A model is verified and loaded on first use, once however many
/// ask for it at the same time, and held while it is leased. When a device's budget does not suffice for a further one, models that
/// nobody leases are unloaded, the least recently used first. All members are thread-safe.
/// </summary>
public sealed partial class ModelPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PooledModel> _models = new(StringComparer.Ordinal);
    private readonly ModelPoolOptions _options;
    private readonly ILogger _logger;
    private long _uses;
    private long _hits;
    private long _loads;
    private long _unloads;
    private long _failures;
    private bool _disposed;

    /// <summary>Makes an empty pool.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A budget is negative.</exception>
    public ModelPool(ModelPoolOptions? options = null, ILogger<ModelPool>? logger = null)
    {
        _options = options ?? new ModelPoolOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.CpuBudget, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.CudaBudget, nameof(options));
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>What the pool holds and has done.</summary>
    public ModelPoolStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new ModelPoolStatistics(
                    _models.Count, _models.Values.Count(model => model.Leases > 0), Used(OnnxProvider.Cpu), Used(OnnxProvider.Cuda),
                    _hits, _loads, _unloads, _failures);
            }
        }
    }

    /// <summary>Leases a model, loading it first where it is not loaded.</summary>
    /// <param name="reference">The model; its files are read only when it must be loaded.</param>
    /// <param name="cancellationToken">Ends the wait. A load that is under way goes on and the model stays for the next caller.</param>
    /// <exception cref="ModelMemoryException">The model is larger than its device's budget, or leased models leave no room.</exception>
    /// <exception cref="OnnxException">A file is missing, unreadable or not what its hash says, or it is not a model.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public async ValueTask<ModelLease> AcquireAsync(ModelReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        var (model, victims) = Enter(reference);
        if (victims is not null)
        {
            // On another thread: the caller may stop waiting, and loading takes seconds.
            _ = Task.Run(() => Load(model, victims), CancellationToken.None);
        }

        try
        {
            return new ModelLease(this, model, await model.Loading.Task.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            Return(model);
            throw;
        }
    }

    /// <summary>Unloads all models that nobody leases.</summary>
    public void UnloadIdle()
    {
        List<PooledModel> idle;
        lock (_lock)
        {
            idle = [.. _models.Values.Where(model => model.IsIdle)];
            idle.ForEach(Remove);
        }

        Unload(idle);
    }

    /// <summary>Unloads all models. Runs in flight finish; leases then hold sessions that refuse to run.</summary>
    public void Dispose()
    {
        List<PooledModel> loaded;
        lock (_lock)
        {
            _disposed = true;
            loaded = [.. _models.Values.Where(model => model.Loading.Task.IsCompletedSuccessfully)];
            loaded.ForEach(Remove);
        }

        Unload(loaded);
    }

    internal IDisposable Companion(PooledModel model, Func<IDisposable> create)
    {
        // Read without the lock first: it is set once while the model is leased.
        if (model.Companion is { } present)
        {
            return present;
        }

        lock (_lock)
        {
            return model.Companion ??= create();
        }
    }

    internal void Return(PooledModel model)
    {
        lock (_lock)
        {
            model.Leases--;
        }
    }

    /// <summary>Counts the caller in. Gives the models to unload first where the caller is to load this one, else null.</summary>
    private (PooledModel Model, List<PooledModel>? Victims) Enter(ModelReference reference)
    {
        var key = reference.Key;
        lock (_lock)
        {
            if (TryHit(key) is { } hit)
            {
                return (hit, null);
            }
        }

        // The disk is asked outside the lock; whoever comes first after that loads.
        var bytes = ModelLoader.Measure(reference);
        var device = ExpectedDevice();
        lock (_lock)
        {
            if (TryHit(key) is { } hit)
            {
                return (hit, null);
            }

            var victims = MakeRoom(reference, bytes, device);
            var model = new PooledModel(reference, bytes, device) { Leases = 1, LastUse = ++_uses };
            _models.Add(key, model);
            return (model, victims);
        }
    }

    private PooledModel? TryHit(string key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_models.TryGetValue(key, out var model))
        {
            return null;
        }

        model.Leases++;
        model.LastUse = ++_uses;
        _hits++;
        return model;
    }

    private void Load(PooledModel model, List<PooledModel> victims)
    {
        try
        {
            Unload(victims);
            var session = ModelLoader.Load(model.Reference, _options.Session);
            try
            {
                Complete(model, session);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
#pragma warning disable CA1031 // every failure goes to those who wait
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                _failures++;
                Remove(model);
            }

            LogFailed(_logger, model.Reference.Path, exception);
            model.Loading.SetException(exception);
        }
    }

    private void Complete(PooledModel model, OnnxSession session)
    {
        List<PooledModel> victims = [];
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (session.Provider != model.Device)
            {
                // The preferred device was not available after all: the model counts where it is.
                Remove(model);
                victims = MakeRoom(model.Reference, model.Bytes, session.Provider);
                model.Device = session.Provider;
                _models.Add(model.Reference.Key, model);
            }

            _loads++;
            model.Loading.SetResult(session);
        }

        Unload(victims);
        LogLoaded(_logger, model.Reference.Path, model.Device, model.Bytes);
    }

    /// <summary>Removes idle models, least recently used first, until the bytes fit. Under the lock.</summary>
    private List<PooledModel> MakeRoom(ModelReference reference, long bytes, OnnxProvider device)
    {
        var budget = device == OnnxProvider.Cuda ? _options.CudaBudget : _options.CpuBudget;
        var setting = device == OnnxProvider.Cuda ? nameof(ModelPoolOptions.CudaBudget) : nameof(ModelPoolOptions.CpuBudget);
        if (bytes > budget)
        {
            throw new ModelMemoryException($"{reference.Path} has {bytes} bytes, more than the budget {setting} of {budget} bytes: raise it, or use a smaller model");
        }

        var used = Used(device);
        var victims = new List<PooledModel>();
        foreach (var idle in _models.Values.Where(model => model.IsIdle && model.Device == device).OrderBy(model => model.LastUse))
        {
            if (used + bytes <= budget)
            {
                break;
            }

            victims.Add(idle);
            used -= idle.Bytes;
        }

        if (used + bytes > budget)
        {
            throw new ModelMemoryException(
                $"{reference.Path} has {bytes} bytes, and models in use take {used} of the budget {setting} of {budget} bytes: "
                + "raise it, or try again when they are free");
        }

        victims.ForEach(Remove);
        return victims;
    }

    private OnnxProvider ExpectedDevice() =>
        _options.Session.Providers is [OnnxProvider.Cuda, ..] && CudaProbe.WhyNot is null
            ? OnnxProvider.Cuda
            : OnnxProvider.Cpu;

    private long Used(OnnxProvider device) => _models.Values.Sum(model => model.Device == device ? model.Bytes : 0);

    private void Remove(PooledModel model)
    {
        // Only itself: after a failure another caller may have begun anew under the same key.
        var key = model.Reference.Key;
        if (_models.TryGetValue(key, out var present) && ReferenceEquals(present, model))
        {
            _models.Remove(key);
        }
    }

    private void Unload(List<PooledModel> models)
    {
        foreach (var model in models)
        {
            model.Companion?.Dispose();
            model.Loading.Task.Result.Dispose();
            Interlocked.Increment(ref _unloads);
            LogUnloaded(_logger, model.Reference.Path, model.Device, model.Bytes);
        }

        if (models.Count > 0)
        {
            NativeHeap.Trim();
        }
    }
}
