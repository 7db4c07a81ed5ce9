using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Threads of a session.</summary>
/// <param name="Count">Threads that share an operator's work.</param>
/// <param name="Spin">How long they spin while there is none.</param>
internal readonly record struct ThreadSetting(int Count, TimeSpan Spin)
{
    /// <summary>Every setting that is tried on this machine.</summary>
    public static IReadOnlyList<ThreadSetting> All { get; } = [.. new ThreadSetting[]
    {
        OfDefault(1), OfDefault(Environment.ProcessorCount), new(Environment.ProcessorCount, TimeSpan.Zero), new(Environment.ProcessorCount, Timeout.InfiniteTimeSpan),
    }.DistinctBy(setting => setting.Count > 1 ? setting : OfDefault(1))];

    /// <summary>Threads that spin as long as they do unless told otherwise.</summary>
    public static ThreadSetting OfDefault(int count) => new(count, OnnxSessionOptions.Default.SpinTime);

    /// <summary>Loads a model with these threads.</summary>
    public OnnxSession Load(byte[] model, string name) =>
        OnnxSession.Load(model, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = Count, SpinTime = Spin }, name);

    /// <summary>Such as <c>2 threads, not spinning</c>.</summary>
    public override string ToString() =>
        Count == 1 ? "1 thread"
        : Spin == TimeSpan.Zero ? $"{Count} threads, not spinning"
        : Spin == Timeout.InfiniteTimeSpan ? $"{Count} threads, spinning as the runtime does"
        : $"{Count} threads, spinning up to {Spin.TotalMicroseconds:F0} us";
}
