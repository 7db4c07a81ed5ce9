using IndustrialAgents.Cli.Bench;

namespace IndustrialAgents.Cli.Commands;

/// <summary>Every benchmark there is.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("onnx", "batching against ONNX Runtime's C API in a bare loop", OnnxBench.RunAsync),
        new("timeseries", "rows a second that the PCA detector judges and MiniRocket features, on one core; fitting a forecaster", TimeSeriesBench.RunAsync),
        new("knowledge", "100,000 table rows: adding them, size, time of a query", KnowledgeBench.RunAsync),
        new("router", "what the router adds around eight instant experts", RouterBench.RunAsync),
        new("http", "requests per second and latency of the Open Inference Protocol", HttpBench.RunAsync),
        new("cluster", "an expert through its Orleans grain, against asking it directly and an echo", SiloBench.RunClusterAsync),
        new("assets", "100,000 assets on one silo: memory, and sensor rows a second", SiloBench.RunAssetsAsync),
    ];
}
