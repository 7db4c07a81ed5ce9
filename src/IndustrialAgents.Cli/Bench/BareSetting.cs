using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>One way to run the bare loop, and the rate it reached.</summary>
internal sealed record BareSetting(OnnxSession Session, string Threads, int Callers, int Batch, double RowsPerSecond)
{
    /// <summary>Such as <c>batch 128, 2 callers, 1 thread</c>.</summary>
    public override string ToString() => $"batch {Batch}, {Callers} caller{(Callers > 1 ? "s" : "")}, {Threads}";
}
