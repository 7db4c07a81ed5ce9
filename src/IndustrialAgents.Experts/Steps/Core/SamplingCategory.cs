namespace IndustrialAgents.Experts;

/// <summary>
/// The number by which a model knows a sample period: of TimesFM (Das et al. 2024, arXiv:2310.10688) one of three, for periods up to a day, weeks and
/// months, quarters and years; of TTM (Ekambaram et al. 2024, arXiv:2401.03955) that of its resolution prefix.
/// </summary>
internal static class SamplingCategory
{
    // Seven days are weekly data already; the shortest quarter has 90 days, the longest month 31.
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(89);

    private static readonly TimeSpan[] Ttm =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromDays(1), Week,
    ];

    /// <summary>The number of a sample period.</summary>
    public static int Of(TimeSpan samplePeriod, FrequencyCategories categories) => categories == FrequencyCategories.Ttm
        ? Array.IndexOf(Ttm, samplePeriod) + 1
        : samplePeriod < Week ? 0 : samplePeriod < Quarter ? 1 : 2;
}
