namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Random numbers whose sequence is part of what was fitted, so that no library's generator may change it (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).</summary>
internal static class SplitMix
{
    /// <summary>The next number, 0 up to 1.</summary>
    public static double Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
