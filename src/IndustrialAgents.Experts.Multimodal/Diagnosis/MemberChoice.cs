namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One member for one request.</summary>
/// <param name="Entry">The expert.</param>
/// <param name="Task">What it is asked: to classify, or to detect.</param>
/// <param name="Member">How far it is believed.</param>
internal sealed record MemberChoice(ExpertEntry Entry, ExpertTask Task, DiagnoseMember Member);
