namespace IndustrialAgents.Cli.Bench;

/// <summary>What a load client measured.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="Median">Median time from the first byte sent to the last received, ms.</param>
/// <param name="Percentile99">The time that 1 % of the requests exceed, ms.</param>
internal readonly record struct HttpRate(int Requests, double PerSecond, double Median, double Percentile99);
