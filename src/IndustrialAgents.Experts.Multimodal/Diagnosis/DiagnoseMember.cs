namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One expert that <c>diagnose</c> asks.</summary>
/// <param name="Expert">Its name, or <c>name@version</c>.</param>
/// <param name="Weight">How much it counts, not negative; 1 takes its probabilities as they are.</param>
public sealed record DiagnoseMember(string Expert, double Weight = 1);
