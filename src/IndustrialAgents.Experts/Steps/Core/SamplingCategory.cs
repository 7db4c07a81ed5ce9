namespace IndustrialAgents.Experts;

/// <summary>
/// The three frequency categories of TimesFM (Das et al. 2024, arXiv:2310.10688): 0 for periods up to a day, 1 for weeks and months, 2 for
/// quarters and years.
/// </summary>
internal static class SamplingCategory
{
    // Seven days are weekly data already; the shortest quarter has 90 days, the longest month 31.
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(89);

    /// <summary>The category of a sample period.</summary>
    public static int Of(TimeSpan samplePeriod) => samplePeriod < Week ? 0 : samplePeriod < Quarter ? 1 : 2;
}
