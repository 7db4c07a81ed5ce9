using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Threads of a session.</summary>
/// <param name="Count">Threads that share an operator's work.</param>
/// <param name="Spin">Whether they spin while there is none.</param>
internal readonly record struct ThreadSetting(int Count, bool Spin)
{
    /// <summary>Every setting that is tried on this machine.</summary>
    public static IReadOnlyList<ThreadSetting> All { get; } = [.. new ThreadSetting[]
    {
        new(1, Spin: false), new(Environment.ProcessorCount, Spin: false), new(Environment.ProcessorCount, Spin: true),
    }.Where(setting => setting.Count > 1 || !setting.Spin).Distinct()];

    /// <summary>Loads a model with these threads.</summary>
    public OnnxSession Load(byte[] model, string name) =>
        OnnxSession.Load(model, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = Count, AllowSpinning = Spin }, name);

    /// <summary>Such as <c>2 threads, spinning</c>.</summary>
    public override string ToString() => $"{Count} thread{(Count > 1 ? "s" : "")}{(Spin ? ", spinning" : "")}";
}
