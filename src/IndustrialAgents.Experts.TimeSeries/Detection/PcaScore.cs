namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How unusual a row is to a <see cref="PcaModel"/>.</summary>
/// <param name="TSquared">Hotelling's T²: distance from the mean within the plane of the components.</param>
/// <param name="Spe">Squared prediction error, also called Q: squared distance from that plane.</param>
/// <param name="Score">The greater of the two, each as a multiple of its limit: above 1 the row is unusual.</param>
public readonly record struct PcaScore(double TSquared, double Spe, double Score);
