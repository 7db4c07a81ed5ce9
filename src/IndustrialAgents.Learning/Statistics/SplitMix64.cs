namespace IndustrialAgents.Learning;

/// <summary>
/// Random numbers whose sequence is part of what was fitted or answered, so that no library's generator may change it: SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195). The same seed gives the same numbers on every machine and version. Not thread-safe.
/// </summary>
/// <param name="seed">Where the sequence begins.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The next number, at least 0 and below 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));
}
