namespace IndustrialAgents.Assets.Simulation;

/// <summary>Makes one seed of several numbers, the same in every process (the finalizer of SplitMix64; Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).</summary>
internal static class MixedSeed
{
    /// <summary>A generator for these numbers.</summary>
    public static Random Generator(params ReadOnlySpan<int> numbers)
    {
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var number in numbers)
        {
            state += (uint)number + 0x9E3779B97F4A7C15UL;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EBUL;
            state ^= state >> 31;
        }

        return new Random((int)(state & 0x7FFFFFFF));
    }
}
