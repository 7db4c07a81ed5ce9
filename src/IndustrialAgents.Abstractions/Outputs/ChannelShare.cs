namespace IndustrialAgents;

/// <summary>Share of one channel in an anomaly.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Share">Its share, 0 to 1.</param>
public sealed record ChannelShare(string Channel, double Share);
