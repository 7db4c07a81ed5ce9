using System.Diagnostics;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// What batching adds to one caller's requests: short blocks of the bare loop and of requests in turn, first one of them, then the other, so
/// that whatever else the machine does falls on both alike.
/// </summary>
internal sealed class CallerBench(string name, int[] layers, CancellationToken cancellationToken)
{
    private const int Pairs = 300;
    private const int Lead = 3;

    // A block of either model takes some ten milliseconds.
    private readonly int _block = layers[0] > 512 ? 20 : 1000;

    /// <summary>Measures on the session that batching runs on, and then on others that might be better for one caller.</summary>
    public IReadOnlyList<Figure> Run(byte[] file, OnnxSession served, ThreadSetting threads)
    {
        using var model = new BatchedModel(served);
        var (own, allocated) = Compare(model, served, threads, "the session that batching ran on");
        var figures = new List<Figure>
        {
            own with { Name = $"onnx/{name}/caller1/added_us", Reference = "at most 5" },
            new($"onnx/{name}/caller1/allocated", allocated, "bytes/request", "managed allocation of the calling thread", "0"),
        };

        var best = own;
        foreach (var other in ThreadSetting.All.Where(other => other != threads))
        {
            using var session = other.Load(file, name);
            var (added, _) = Compare(model, session, other, "the best threads for one caller");
            best = added.Value > best.Value ? added : best;
        }

        figures.Add(best with { Name = $"onnx/{name}/caller1/added_to_best_threads_us" });
        return figures;
    }

    private (Figure Added, double Allocated) Compare(BatchedModel model, OnnxSession bare, ThreadSetting threads, string why)
    {
        var caller = new Caller(model, layers[0], layers[^1]);
        var ticks = new long[Lead + _block];
        var times = new double[Pairs];
        var bareTimes = new double[Pairs];
        long allocated = 0;
        for (var i = -1; i < Pairs; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Either goes first in every other pair: a machine that grows slower or faster favours neither.
            var (time, without) = i % 2 == 0 ? (Caller(), Bare()) : Swap(Bare(), Caller());
            if (i >= 0)
            {
                (times[i], bareTimes[i]) = (time, without);
            }
            else
            {
                allocated = 0;
            }
        }

        var added = new Sample(times.Zip(bareTimes, (time, without) => time - without));
        var protocol = FormattableString.Invariant(
            $"median over {Pairs} pairs of blocks of {_block} requests of 1 row in turn, of the difference of their medians; {new Sample(times).Median:F1} us with, {new Sample(bareTimes).Median:F1} us in the bare loop ({threads}, {why}); the middle half from {added.LowerQuartile:F1} to {added.UpperQuartile:F1} us{MachineLoad.Describe()}");
        return (new Figure("", added.Median, "us", protocol), (double)allocated / ((long)Pairs * ticks.Length));

        double Caller()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            caller.Time(ticks);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            return Median(ticks);
        }

        double Bare()
        {
            BareRate.Time(bare, layers, ticks);
            return Median(ticks);
        }

        static (double, double) Swap(double first, double second) => (second, first);
    }

    private static double Median(long[] ticks)
    {
        // The first requests after a change find the caches full of the other side's memory.
        var measured = ticks.AsSpan(Lead);
        measured.Sort();
        return measured[measured.Length / 2] * 1e6 / Stopwatch.Frequency;
    }
}
