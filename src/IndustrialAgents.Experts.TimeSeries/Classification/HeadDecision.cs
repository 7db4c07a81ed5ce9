namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a fit of a classifier's head decides beside its weights.</summary>
/// <param name="Scale">What features are brought to.</param>
/// <param name="StrengthPerRow">The ridge strength for each row, so that it means the same when there are more.</param>
/// <param name="Temperature">What scores are divided by before the softmax.</param>
internal sealed record HeadDecision(FeatureScale Scale, double StrengthPerRow, double Temperature);
