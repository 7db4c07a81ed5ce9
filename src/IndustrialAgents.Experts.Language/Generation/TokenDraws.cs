namespace IndustrialAgents.Experts.Language;

/// <summary>Numbers drawn from a seed, the same on every machine and version: SplitMix64 (Steele, Lea and Flood 2014). Not thread-safe.</summary>
internal sealed class TokenDraws(long seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>A number of at least 0 and below 1.</summary>
    public double Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
