namespace IndustrialAgents.Cli.Bench;

/// <summary>What other servers did on such a machine: 2 cores shared with wrk, one client thread, JSON, single runs (±10-20 %).</summary>
/// <param name="Rates">Requests a second.</param>
/// <param name="Medians">Median latency.</param>
/// <param name="Percentiles">Latency that 1 % of the requests exceed.</param>
internal sealed record HttpReference(string Rates, string Medians, string Percentiles)
{
    private const string Cpp = "kibae/onnxruntime-server 1.29 (C++)";
    private const string Node = "Node http + onnxruntime-node";

    // Requests a second, p50 and p99 in ms; the better of two settings of the C++ server.
    private static readonly Dictionary<(string Model, int Connections), (string Server, double Rate, double Median, double Percentile)[]> Measured = new()
    {
        [("small", 1)] = [(Cpp, 4121, 0.22, 1.65), (Node, 3554, 0.27, 0.74)],
        [("small", 8)] = [(Cpp, 7078, 0.98, 3.17), (Node + ", 2 processes", 7646, 0.97, 4.3)],
        [("small", 32)] = [(Cpp, 6391, 5.7, 20.6), (Node + ", 2 processes", 10846, 2.7, 7.1)],
        [("large", 1)] = [(Cpp, 773, 1.24, 4.3), (Node, 658, 1.54, 2.4)],
        [("large", 8)] = [(Cpp, 1104, 6.3, 19.6), (Node, 827, 8.5, 22.3)],
        [("large", 32)] = [(Cpp, 1193, 26.2, 41.1), (Node, 710, 42.8, 482)],
    };

    /// <summary>The reference of a case with JSON; null where there is none.</summary>
    public static HttpReference? Of(string model, int connections) => Measured.TryGetValue((model, connections), out var servers)
        ? new HttpReference(
            Say(servers, server => $"{server.Rate:0}"), Say(servers, server => $"{server.Median:0.##} ms"), Say(servers, server => $"{server.Percentile:0.##} ms"))
        : null;

    private static string Say(
        (string Server, double Rate, double Median, double Percentile)[] servers, Func<(string Server, double Rate, double Median, double Percentile), FormattableString> figure) =>
        string.Join("; ", servers.Select(server => $"{server.Server}: {FormattableString.Invariant(figure(server))}")) + " (wrk, measured on such a machine)";
}
