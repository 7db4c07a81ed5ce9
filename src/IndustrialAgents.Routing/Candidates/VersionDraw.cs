namespace IndustrialAgents.Routing;

/// <summary>
/// Draws which version of an expert takes a request, by nothing but the decision's id and the expert's name: replay draws the same, experts of
/// different names are drawn independently, and a request that a version has at one share stays with it at any larger one.
/// </summary>
internal static class VersionDraw
{
    // FNV-1a of 64 bits (Fowler, Noll and Vo), then the finalizer of SplitMix64 (Steele, Lea and Flood 2014), without which the high bits of
    // texts that differ in their last characters alone would be alike. Fixed: stored decisions depend on it.
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>A number that is uniform on [0, 1) over decision ids.</summary>
    public static double Of(string decisionId, string name)
    {
        var hash = Mix(Mix(OffsetBasis, decisionId), "/");
        hash = Mix(hash, name);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1L << 53));
    }

    private static ulong Mix(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = (hash ^ (byte)c) * Prime;
            hash = (hash ^ (byte)(c >> 8)) * Prime;
        }

        return hash;
    }
}
