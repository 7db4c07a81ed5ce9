namespace IndustrialAgents.Experts;

/// <summary>Where the levels of quantiles lie in a model's output.</summary>
internal enum QuantileAxis
{
    /// <summary><c>[1, level, ...]</c>.</summary>
    First,

    /// <summary><c>[1, ..., level]</c>.</summary>
    Last,
}
