using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// <c>ia bench onnx</c>: what batching costs one caller and gives sixty-four, against ONNX Runtime's C API called in a bare loop in the
/// same process on the same two models.
/// </summary>
internal static class OnnxBench
{
    /// <summary>Measures both models; takes about a minute.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var (name, layers) in new[] { ("small", new[] { 256, 512, 16 }), ("large", [1024, 4096, 256]) })
        {
            var file = Mlp.Create(layers, seed: 1).ToBytes();
            using var served = OnnxSession.Load(file, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu] }, name);
            var threads = ThreadSetting.OfDefault(served.IntraOpThreads);
            progress.Report($"{name}: one caller");
            figures.AddRange(new CallerBench(name, layers, cancellationToken).Run(file, served, threads));
            progress.Report($"{name}: 64 callers, and the bare loop in all settings");
            figures.AddRange(await new CrowdBench(name, layers, file, cancellationToken).RunAsync(served, threads).ConfigureAwait(false));
        }

        return figures;
    }

    /// <summary>Numbers like those of measurements.</summary>
    public static void Fill(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (i % 17 * 0.1f) - 0.8f;
        }
    }
}
