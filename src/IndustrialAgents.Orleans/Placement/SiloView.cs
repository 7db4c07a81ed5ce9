using System.Diagnostics.CodeAnalysis;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>What this silo knows of another one. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither timer nor wait handle, and calls may still hold its token when the view is gone.")]
internal sealed class SiloView(SiloAddress address, SiloReport report, TimeProvider time)
{
    private readonly CancellationTokenSource _lost = new();
    private volatile SiloReport _report = report;
    private long _heard = time.GetTimestamp();
    private int _outstanding;
    private int _othersInFlight;

    /// <summary>The silo.</summary>
    public SiloAddress Address { get; } = address;

    /// <summary>Its last report.</summary>
    public SiloReport Report => _report;

    /// <summary>Cancelled when the silo is taken for lost: nothing was heard of it for long, or it could not be reached.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Requests it works on: those this silo has sent, exactly, and those of others as of its last report.</summary>
    public int Load => Volatile.Read(ref _othersInFlight) + Volatile.Read(ref _outstanding);

    /// <summary>Time since it was heard of.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Takes in its report.</summary>
    public void Note(SiloReport report)
    {
        _report = report;
        Volatile.Write(ref _othersInFlight, Math.Max(0, report.InFlight - Volatile.Read(ref _outstanding)));
        Volatile.Write(ref _heard, time.GetTimestamp());
    }

    /// <summary>Counts a request that is sent to it.</summary>
    public void Begin() => Interlocked.Increment(ref _outstanding);

    /// <summary>Counts a request that has ended.</summary>
    public void End() => Interlocked.Decrement(ref _outstanding);

    /// <summary>Takes it for lost.</summary>
    public void Lose() => _ = _lost.CancelAsync();
}
