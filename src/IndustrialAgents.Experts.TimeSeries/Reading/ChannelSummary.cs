namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What is known of a channel's values. All zero where there was none.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Count">Usable values.</param>
/// <param name="Missing">Values that are bad or not finite.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, of the values themselves (divided by the count).</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public readonly record struct ChannelSummary(SeriesChannel Channel, long Count, long Missing, double Mean, double Deviation, double Least, double Most);
