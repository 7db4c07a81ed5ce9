namespace IndustrialAgents.Experts;

/// <summary>Where the levels of quantiles lie in a model's output.</summary>
internal enum QuantileAxis
{
    /// <summary><c>[batch, level, ...]</c>.</summary>
    First,

    /// <summary><c>[batch, ..., level]</c>.</summary>
    Last,
}
