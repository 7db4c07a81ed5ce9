namespace IndustrialAgents.Experts.Multimodal;

/// <summary>A case that was closed: what is shown of it when a new one is like it.</summary>
/// <param name="Id">Its id, such as the work order's number; unique in an index.</param>
/// <param name="Asset">Path of the asset; empty where unknown.</param>
/// <param name="Mode">Its failure mode; empty where unknown.</param>
/// <param name="Text">What was found and done.</param>
public sealed record PastCase(string Id, string Asset, string Mode, string Text);
