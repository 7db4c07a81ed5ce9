using System.Collections.Frozen;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>How a silo is at one moment, as it tells the others about once a second. Immutable and thread-safe.</summary>
[GenerateSerializer, Immutable, Alias("ia.silo-report")]
internal sealed record SiloReport
{
    [NonSerialized]
    private FrozenSet<string>? _active;

    /// <summary>What it has.</summary>
    [Id(0)]
    public required SiloCapacity Capacity { get; init; }

    /// <summary>Requests to experts that it works on.</summary>
    [Id(1)]
    public int InFlight { get; init; }

    /// <summary>Bytes of main memory that no active expert has reserved, and those that experts have which nobody is asking.</summary>
    [Id(2)]
    public Room Memory { get; init; }

    /// <summary>The same of the GPU.</summary>
    [Id(3)]
    public Room Gpu { get; init; }

    /// <summary>Experts that are active there, as <c>name@version</c>.</summary>
    [Id(4)]
    public IReadOnlyList<string> Active { get; init; } = [];

    /// <summary>Whether it is stopping and takes no new requests while others can.</summary>
    [Id(5)]
    public bool Draining { get; init; }

    /// <summary>How well an expert fits in now.</summary>
    public Fit FitOf(ModelNeed need)
    {
        if (!Capacity.Fits(need))
        {
            return Fit.Never;
        }

        var room = need.Gpu ? Gpu : Memory;
        return need.Bytes <= room.Free || IsActive(need.Expert.ToString()) ? Fit.Now
            : need.Bytes <= room.Free + room.Idle ? Fit.AfterEviction
            : Fit.Later;
    }

    private bool IsActive(string expert) => (_active ??= Active.ToFrozenSet(StringComparer.Ordinal)).Contains(expert);
}

/// <summary>Room for models on one device, in bytes.</summary>
/// <param name="Free">Reserved by nobody.</param>
/// <param name="Idle">Reserved by experts that nobody is asking.</param>
[GenerateSerializer, Immutable, Alias("ia.room")]
internal readonly record struct Room([property: Id(0)] long Free, [property: Id(1)] long Idle);

/// <summary>How an expert fits on a silo, worst first.</summary>
internal enum Fit
{
    /// <summary>The silo is not made for it.</summary>
    Never,

    /// <summary>Once experts that are being asked now are idle.</summary>
    Later,

    /// <summary>In the place of experts that nobody is asking.</summary>
    AfterEviction,

    /// <summary>It is active or there is room.</summary>
    Now,
}
