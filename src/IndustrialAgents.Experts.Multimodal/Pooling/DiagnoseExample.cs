namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One case with its true failure mode, for fitting weights. The members must not have been fitted to it.</summary>
/// <param name="Outputs">What each member said, by the member's name; those that said nothing are absent.</param>
/// <param name="Mode">The true failure mode.</param>
public sealed record DiagnoseExample(IReadOnlyDictionary<string, ExpertOutput> Outputs, string Mode);
