namespace IndustrialAgents.Orleans;

/// <summary>A batch of sensor rows of one asset. Immutable and thread-safe as long as nobody writes to the memory given to it.</summary>
public sealed record SensorRows
{
    /// <summary>Time of each row, strictly rising, as UTC ticks of 100 ns.</summary>
    public required ReadOnlyMemory<long> Times { get; init; }

    /// <summary>Values <c>[row, channel]</c> in the channels' units, as little-endian float32; NaN where there is none.</summary>
    public required ReadOnlyMemory<byte> Values { get; init; }
}
