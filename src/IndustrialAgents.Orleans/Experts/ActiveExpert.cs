using IndustrialAgents.Orleans.Placement;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>An expert that is active on this silo or being made so. All but <see cref="Loading"/> is read and written under the host's lock.</summary>
internal sealed class ActiveExpert(Manifest manifest, TimeProvider time)
{
    // About what it takes to go to another thread and back.
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(25);

    private readonly long _quick = (long)(Quick.TotalSeconds * time.TimestampFrequency);
    private long _held = long.MaxValue / 2;

    /// <summary>The manifest it was made from.</summary>
    public Manifest Manifest { get; } = manifest;

    /// <summary>What it has reserved.</summary>
    public ModelNeed Need { get; } = ModelNeed.Of(manifest);

    /// <summary>The expert, once it is loaded.</summary>
    public required Task<LoadedExpert> Loading { get; init; }

    /// <summary>Requests it works on.</summary>
    public int Users { get; set; }

    /// <summary>When it was last asked, as a count of requests.</summary>
    public long LastUse { get; set; }

    /// <summary>
    /// Whether its calls hold their thread for so short, by the last of them, that another thread would not be worth its while. May be read at any
    /// time.
    /// </summary>
    public bool IsQuick => Volatile.Read(ref _held) < _quick;

    /// <summary>Whether it has left the host and goes with its last request.</summary>
    public bool Retired { get; set; }

    /// <summary>Begins a call, and notes for how long it held the thread.</summary>
    public ValueTask<T> CallAsync<TState, T>(
        IExpert expert, TState state, Func<IExpert, TState, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var running = call(expert, state, cancellationToken);
        var held = time.GetTimestamp() - started;

        // The mean over about the last eight; two at a time may lose one of them, which does no harm. The first one counts alone.
        var before = Volatile.Read(ref _held);
        Volatile.Write(ref _held, before == long.MaxValue / 2 ? held : before + ((held - before) / 8));
        return running;
    }
}
