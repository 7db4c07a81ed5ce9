namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One expert that <c>diagnose</c> asks.</summary>
/// <param name="Expert">Its name, or <c>name@version</c>.</param>
/// <param name="Weight">How much it counts, not negative; 1 takes its probabilities as they are.</param>
/// <param name="Contamination">
/// Probability, 0 to below 1, that what it says has nothing to do with the case, however sure it is; see <see cref="ContaminatedEvidence"/>. Fit it with
/// <see cref="DiagnoseTrust"/>.
/// </param>
public sealed record DiagnoseMember(string Expert, double Weight = 1, double Contamination = 0);
