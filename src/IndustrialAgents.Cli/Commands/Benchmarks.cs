using IndustrialAgents.Cli.Bench;

namespace IndustrialAgents.Cli.Commands;

/// <summary>Every benchmark there is.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("onnx", "batching against ONNX Runtime's C API in a bare loop", OnnxBench.RunAsync),
        new("timeseries", "rows a second that the PCA detector judges and MiniRocket features, on one core; fitting a forecaster", TimeSeriesBench.RunAsync),
        new("language", "tokens a second of a small decoder, alone and sixteen together; 100,000 table rows as knowledge; needs IA_DATA", LanguageBench.RunAsync),
        new("vision", "pictures a minute from JPEG to classes, on two threads", VisionBench.RunAsync),
        new("past-cases", "exact search in an index of 100,000 past cases", PastCasesBench.RunAsync),
        new("router", "what the router adds around eight instant experts", RouterBench.RunAsync),
        new("http", "requests per second and latency of the Open Inference Protocol", HttpBench.RunAsync),
        new("cluster", "an expert through its Orleans grain, against asking it directly and an echo", SiloBench.RunClusterAsync),
        new("assets", "100,000 assets on one silo: memory, and sensor rows a second", SiloBench.RunAssetsAsync),
    ];
}
