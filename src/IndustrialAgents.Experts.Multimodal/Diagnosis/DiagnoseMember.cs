namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One expert that <c>diagnose</c> asks.</summary>
/// <param name="Expert">Its name, or <c>name@version</c>.</param>
/// <param name="Weight">How much it counts, not negative; 1 takes its probabilities as they are.</param>
/// <param name="Contamination">
/// Probability, 0 to below 1, that what it says has nothing to do with the case, however sure it is; see <see cref="ContaminatedEvidence"/>. Fit it with
/// <see cref="DiagnoseTrust"/>.
/// </param>
/// <param name="Misled">
/// Probability, 0 to below 1 and below 1 for all members together, that it and it alone speaks of another case; see <see cref="ConflictPool"/>. Fit it with
/// <see cref="MisledShares"/>.
/// </param>
/// <param name="Calibration">
/// What makes likelihoods of what it says, before weight and contamination; null to take what it says. The modes are those of
/// <see cref="DiagnoseOptions.FailureModes"/>, in their order. Fit it with <see cref="DiagnoseCalibration"/>.
/// </param>
public sealed record DiagnoseMember(string Expert, double Weight = 1, double Contamination = 0, double Misled = 0, MemberCalibration? Calibration = null)
{
    /// <summary>What of an output is pooled.</summary>
    internal double[] Believed(double[] evidence) => ContaminatedEvidence.Of(Calibration?.Of(evidence) ?? evidence, new MemberTrust(Weight, Contamination));
}
