namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One case as several modalities see it, for fitting a <see cref="JointSpace"/>.</summary>
/// <param name="Features">Feature vectors by modality; those that are missing are absent. A modality's vectors have one length.</param>
/// <param name="Mode">The failure mode, by which held-out retrieval is judged; null to judge by finding the same case.</param>
public sealed record JointExample(IReadOnlyDictionary<string, float[]> Features, string? Mode = null);
