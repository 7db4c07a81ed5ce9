namespace IndustrialAgents.Experts.Multimodal;

/// <summary>How far one member is believed.</summary>
/// <param name="Weight">Factor of its evidence, not negative; 1 takes its probabilities as they are.</param>
/// <param name="Contamination">Probability, 0 to below 1, that what it says has nothing to do with the case, however sure it is.</param>
public readonly record struct MemberTrust(double Weight, double Contamination);
