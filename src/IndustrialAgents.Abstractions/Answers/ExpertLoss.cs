namespace IndustrialAgents;

/// <summary>How one expert did on one decision.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Loss">Its loss, 0 (right) to 1 (wrong).</param>
/// <param name="ScoreBefore">Its score at the gate before the feedback.</param>
/// <param name="ScoreAfter">Its score at the gate since.</param>
public sealed record ExpertLoss(ExpertId Expert, double Loss, double ScoreBefore, double ScoreAfter);
