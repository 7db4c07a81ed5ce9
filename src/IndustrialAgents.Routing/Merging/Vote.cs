namespace IndustrialAgents.Routing;

/// <summary>One expert's output on its way into the merge.</summary>
/// <param name="Output">What it says, within the contract of its kind.</param>
/// <param name="Weight">Its weight, not negative; within a merge of one kind the weights sum to 1.</param>
/// <param name="Reliability">1 − the loss expected of it, 0 to 1: its confidence where it tells none itself.</param>
public readonly record struct Vote(ExpertOutput Output, double Weight, double Reliability = 0.5);
