using System.Diagnostics;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Rates and times of <see cref="BareLoop"/>: what ONNX Runtime gives without anything of this project around it.</summary>
internal static class BareRate
{
    private static readonly TimeSpan Chunk = TimeSpan.FromMilliseconds(20);

    /// <summary>Rows a second that some callers reach together, each with batches of its own, measured after a lead.</summary>
    public static double RowsPerSecond(OnnxSession session, int[] layers, int batch, int callers, TimeSpan lead, TimeSpan duration)
    {
        using var start = new Barrier(callers);
        var rates = new double[callers];
        var threads = new Thread[callers];
        for (var i = 0; i < callers; i++)
        {
            var caller = i;
            threads[i] = new Thread(() => rates[caller] = Loop(session, layers, batch, start, lead, duration)) { IsBackground = true };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return rates.Sum();
    }

    /// <summary>Times of runs of one row, one after the other, in ticks of <see cref="Stopwatch"/>.</summary>
    public static void Time(OnnxSession session, int[] layers, Span<long> ticks) =>
        BareLoop.Measure(session, new TensorShape(1, layers[0]), new TensorShape(1, layers[^1]), ticks);

    private static double Loop(OnnxSession session, int[] layers, int batch, Barrier start, TimeSpan lead, TimeSpan duration)
    {
        var input = new TensorShape(batch, layers[0]);
        var output = new TensorShape(batch, layers[^1]);
        var first = new long[4];
        BareLoop.Measure(session, input, output, first);
        var ticks = new long[Math.Clamp((int)(Chunk.TotalSeconds * Stopwatch.Frequency / first.Min()), 1, 10_000)];
        start.SignalAndWait();
        long runs = 0;
        long spent = 0;
        var since = Stopwatch.GetTimestamp();
        TimeSpan passed;
        do
        {
            BareLoop.Measure(session, input, output, ticks);
            passed = Stopwatch.GetElapsedTime(since);
            if (passed > lead)
            {
                // Only the calls count, not the making of their values.
                runs += ticks.Length;
                spent += ticks.Sum();
            }
        }
        while (passed < lead + duration);

        return (double)runs * batch * Stopwatch.Frequency / spent;
    }
}
