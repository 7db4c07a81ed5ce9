namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>One of the ridge forecasters whose mean a <see cref="ForecastLearner"/> forecasts.</summary>
/// <param name="LookBack">Samples that it looks back on.</param>
/// <param name="Normalization">What is taken off a window.</param>
/// <param name="PerChannel">Whether each channel has weights of its own.</param>
/// <param name="StrengthsPerWindow">The strength for each window that is fitted, so that it means the same when there are more; one, or one a channel.</param>
internal sealed record ForecastMemberRecipe(int LookBack, InstanceNormalization Normalization, bool PerChannel, IReadOnlyList<double> StrengthsPerWindow);
