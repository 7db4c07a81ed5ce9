namespace IndustrialAgents;

/// <summary>A piece of a text that an expert writes, or its end.</summary>
/// <param name="Text">What is written on from the update before; empty in the last.</param>
/// <param name="Reply">The whole reply, with the whole text; null in all but the last.</param>
public readonly record struct ExpertUpdate(string Text, ExpertReply? Reply = null);
