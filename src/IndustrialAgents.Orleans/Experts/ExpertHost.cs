using IndustrialAgents.Orleans.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>
/// The experts that are active on this silo. An expert becomes active with its first request, if its bytes can be reserved; where they cannot,
/// experts that nobody is asking go first, the least recently asked before the others. Thread-safe.
/// </summary>
internal sealed partial class ExpertHost(IExpertSource source, IOptions<ClusterOptions> options, TimeProvider time, ILogger<ExpertHost> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ExpertId, ActiveExpert> _active = [];
    private readonly ModelBudget _memory = new(options.Value.ModelBudgetBytes);
    private readonly ModelBudget _gpu = new(options.Value.Gpu ? options.Value.GpuMemoryBytes : 0);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _uses;
    private int _inFlight;
    private volatile bool _draining;

    /// <summary>What the silo has.</summary>
    public SiloCapacity Capacity { get; } = SiloCapacity.Of(options.Value);

    /// <summary>Requests that the experts here work on.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether the silo is stopping: it takes no request that another silo can take.</summary>
    public bool Draining => _draining;

    /// <summary>Ends once the silo was told to drain and no request is in flight.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Stops being a place for requests.</summary>
    public void Drain()
    {
        _draining = true;
        EndIfIdle();
    }

    /// <summary>How well an expert fits in now.</summary>
    public Fit FitOf(in ModelNeed need)
    {
        if (!Capacity.Fits(need))
        {
            return Fit.Never;
        }

        lock (_lock)
        {
            var room = Budget(need).Room;
            return _active.ContainsKey(need.Expert) || need.Bytes <= room.Free ? Fit.Now
                : need.Bytes <= room.Free + room.Idle ? Fit.AfterEviction
                : Fit.Later;
        }
    }

    /// <summary>How the silo is now.</summary>
    public SiloReport Report()
    {
        lock (_lock)
        {
            return new SiloReport
            {
                Capacity = Capacity,
                InFlight = InFlight,
                Memory = _memory.Room,
                Gpu = _gpu.Room,
                Active = [.. _active.Keys.Select(id => id.ToString())],
                Draining = _draining,
            };
        }
    }

    /// <summary>Runs a call on an expert, which is made active first where it is not.</summary>
    /// <exception cref="ExpertFailedException">The expert cannot be loaded.</exception>
    /// <exception cref="UnavailableException">There is no room for it.</exception>
    /// <exception cref="OverloadedException">The silo works on too many requests.</exception>
    public async ValueTask<T> RunAsync<TState, T>(
        Manifest manifest, TState state, Func<IExpert, TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inFlight) > options.Value.MaxExpertRequests)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new OverloadedException("experts of a silo", options.Value.MaxExpertRequests);
        }

        try
        {
            var active = Enter(manifest);
            try
            {
                // The load goes on for whoever comes next.
                var loaded = active.Loading.IsCompletedSuccessfully ? active.Loading.Result : await active.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);

                // An idle model runs on its caller's thread: on a grain's, only where that holds up other requests for less than it would take to leave it.
                return TaskScheduler.Current == TaskScheduler.Default || active.IsQuick
                    ? await active.CallAsync(loaded.Expert, state, call, cancellationToken).ConfigureAwait(false)
                    : await Task.Run(() => active.CallAsync(loaded.Expert, state, call, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Leave(active);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            EndIfIdle();
        }
    }

    /// <summary>Lets go of experts that are no longer in the catalogue, or are another one there; those being asked go after their last request.</summary>
    public void Keep(Func<Manifest, bool> stays)
    {
        List<ActiveExpert> leaving;
        lock (_lock)
        {
            leaving = [.. _active.Values.Where(expert => !stays(expert.Manifest))];
            leaving.ForEach(Retire);
        }

        leaving.ForEach(Dispose);
    }

    private ActiveExpert Enter(Manifest manifest)
    {
        List<ActiveExpert> leaving = [];
        ActiveExpert? active;
        lock (_lock)
        {
            if (_active.TryGetValue(manifest.Id, out active) && (active.Loading.IsFaulted || !ReferenceEquals(active.Manifest, manifest)))
            {
                Retire(active);
                leaving.Add(active);
                active = null;
            }

            if (active is null)
            {
                active = Activate(manifest, leaving);
            }
            else if (active.Users++ == 0)
            {
                Budget(active.Need).Wake(active.Need.Bytes);
            }

            active.LastUse = ++_uses;
        }

        leaving.ForEach(Dispose);
        return active;
    }

    // Under the lock.
    private ActiveExpert Activate(Manifest manifest, List<ActiveExpert> leaving)
    {
        var need = ModelNeed.Of(manifest);
        var budget = Budget(need);
        if (need.Bytes > budget.Room.Free + budget.Room.Idle)
        {
            throw new UnavailableException(
                $"{need}; of the {budget.Bytes} bytes of this silo, experts that are being asked hold {budget.Reserved - budget.Idle}: "
                + "send the request again later, or raise the budget");
        }

        var idle = _active.Values.Where(other => other.Users == 0 && other.Need.Gpu == need.Gpu && other.Need.Bytes > 0).OrderBy(other => other.LastUse);
        foreach (var other in idle.ToList())
        {
            if (need.Bytes <= budget.Room.Free)
            {
                break;
            }

            LogEvicted(other.Manifest.Id, need.Expert);
            Retire(other);
            leaving.Add(other);
        }

        budget.Reserve(need.Bytes);
        var active = new ActiveExpert(manifest, time) { Loading = Task.Run(() => source.LoadAsync(manifest)), Users = 1 };
        _active.Add(manifest.Id, active);
        LogActivated(manifest.Id, need.Bytes);
        return active;
    }

    private void Leave(ActiveExpert active)
    {
        lock (_lock)
        {
            if (--active.Users > 0)
            {
                return;
            }

            if (!active.Retired)
            {
                Budget(active.Need).Rest(active.Need.Bytes);
                if (active.Loading.IsFaulted)
                {
                    // The next request tries again.
                    Retire(active);
                }

                return;
            }

            Budget(active.Need).Release(active.Need.Bytes);
        }

        Dispose(active);
    }

    // Under the lock. One that is being asked keeps what it has reserved until its last request ends.
    private void Retire(ActiveExpert active)
    {
        _active.Remove(active.Manifest.Id);
        active.Retired = true;
        if (active.Users == 0)
        {
            Budget(active.Need).ReleaseIdle(active.Need.Bytes);
        }
    }

    // Nobody enters an expert that was retired, so once it is without requests it stays so.
    private void Dispose(ActiveExpert active)
    {
        lock (_lock)
        {
            if (active.Users > 0)
            {
                return;
            }
        }

        active.Loading.ContinueWith(
            static loading => loading.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private void EndIfIdle()
    {
        if (_draining && InFlight == 0)
        {
            _idle.TrySetResult();
        }
    }

    private ModelBudget Budget(in ModelNeed need) => need.Gpu ? _gpu : _memory;
}
