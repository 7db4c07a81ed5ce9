namespace IndustrialAgents.Experts;

/// <summary>How a model numbers sample periods.</summary>
internal enum FrequencyCategories
{
    /// <summary>0 below a week, 1 below a quarter, 2 beyond.</summary>
    TimesFm,

    /// <summary>1 to 9 for exactly 1, 2, 5, 10, 15 and 30 minutes, an hour, a day and a week; 0 for any other.</summary>
    Ttm,
}
