using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Batching;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// <c>ia bench onnx</c>: what batching costs one caller and gives sixty-four, against ONNX Runtime's C API called in a bare loop in the
/// same process on the same two models. Slices of both alternate, so that whatever else the machine does falls on both.
/// </summary>
internal static class OnnxBench
{
    private const int Rounds = 9;
    private const int Callers = 64;
    private const int Finalists = 3;
    private const int TimedBlocks = 40;

    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    private static readonly TimeSpan ScanSlice = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures both models; takes about half a minute.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var (name, layers) in new[] { ("small", new[] { 256, 512, 16 }), ("large", [1024, 4096, 256]) })
        {
            var file = Mlp.Create(layers, seed: 1).ToBytes();
            using var served = OnnxSession.Load(file, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu] }, name);
            using var one = OnnxSession.Load(file, Threads(1, spin: false), name);
            using var all = OnnxSession.Load(file, Threads(Environment.ProcessorCount, spin: false), name);
            using var spinning = OnnxSession.Load(file, Threads(Environment.ProcessorCount, spin: true), name);
            (OnnxSession, string)[] sessions =
                [(served, $"the default, {served.IntraOpThreads} threads"), (one, "1 thread"), (all, $"{all.IntraOpThreads} threads"), (spinning, $"{all.IntraOpThreads} threads, spinning")];

            progress.Report($"{name}: the bare loop, {sessions.Length} settings of threads, 1 and 2 callers, batches of 1 to 256");
            var settings = Scan(sessions, layers, cancellationToken);
            progress.Report($"{name}: {Callers} callers");
            figures.AddRange(await RatioAsync(name, served, settings, layers, cancellationToken).ConfigureAwait(false));
            progress.Report($"{name}: one caller");
            figures.AddRange(Added(name, sessions, layers, cancellationToken));
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

    private static OnnxSessionOptions Threads(int threads, bool spin) =>
        new() { Providers = [OnnxProvider.Cpu], IntraOpThreads = threads, AllowSpinning = spin };

    private static List<BareSetting> Scan(
        (OnnxSession Session, string Threads)[] sessions, int[] layers, CancellationToken cancellationToken)
    {
        var settings = new List<BareSetting>();
        foreach (var (session, threads) in sessions)
        {
            foreach (var callers in (int[])[1, 2])
            {
                foreach (var batch in Batches)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    settings.Add(new BareSetting(session, threads, callers, batch, BareRate.RowsPerSecond(session, layers, batch, callers, ScanSlice)));
                }
            }
        }

        return settings;
    }

    private static async Task<Figure[]> RatioAsync(
        string name, OnnxSession served, List<BareSetting> settings, int[] layers, CancellationToken cancellationToken)
    {
        var finalists = settings.OrderByDescending(s => s.RowsPerSecond).Take(Finalists).ToArray();
        using var model = new BatchedModel(served);
        using var crowd = new Crowd(model, Callers, layers[0], layers[^1]);
        await crowd.RowsPerSecondAsync(Slice).ConfigureAwait(false);
        var rates = new double[Rounds];
        var bares = finalists.Select(_ => new double[Rounds]).ToArray();
        var allocated = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            for (var f = 0; f < finalists.Length; f++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bares[f][i] = BareRate.RowsPerSecond(finalists[f].Session, layers, finalists[f].Batch, finalists[f].Callers, Slice);
            }

            // Threads of a session that spins go on for a while after its last run: what they take is not batching's.
            await crowd.RowsPerSecondAsync(Lead).ConfigureAwait(false);
            (rates[i], allocated[i]) = await crowd.RowsPerSecondAsync(Slice).ConfigureAwait(false);
        }

        // The best setting by its median: the best of each round would be the luckiest of several.
        var best = Enumerable.Range(0, finalists.Length).MaxBy(f => Median(bares[f]));
        var ratios = rates.Zip(bares[best], (rate, bare) => rate / bare).Order().ToArray();
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"{Callers} callers of 1 row each, {Median(rates):N0} rows/s in batches of {model.Statistics.MeanBatch:F0}, divided by the bare loop's best of {settings.Count} settings, {Median(bares[best]):N0} rows/s ({finalists[best]}); median of {Rounds} alternating rounds, which ranged from {ratios[0]:F2} to {ratios[^1]:F2}");
        return
        [
            new Figure($"onnx/{name}/callers64/ratio", Median(ratios), "", protocol, "at least " + (name == "small" ? "0.60" : "0.85")),
            new Figure($"onnx/{name}/callers64/allocated", Median(allocated), "bytes/request", $"managed allocation of the whole process while {Callers} callers run"),
        ];
    }

    private static Figure[] Added(
        string name, (OnnxSession Session, string Threads)[] sessions, int[] layers, CancellationToken cancellationToken)
    {
        using var model = new BatchedModel(sessions[0].Session);
        var block = layers[0] > 512 ? 100 : 1000;
        var ticks = new long[block];
        var bareTimes = sessions.Select(_ => new double[TimedBlocks]).ToArray();
        var times = new double[TimedBlocks];
        long allocated = 0;
        var caller = new Caller(model, layers[0], layers[^1]);
        caller.Time(ticks);
        for (var i = 0; i < TimedBlocks; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var s = 0; s < sessions.Length; s++)
            {
                BareRate.Time(sessions[s].Session, layers, ticks);
                bareTimes[s][i] = Median(ticks);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            caller.Time(ticks);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            times[i] = Median(ticks);
        }

        // What batching adds shows on its own session; what its choice of threads costs a lone caller, on the session that is best for one.
        var best = Enumerable.Range(0, sessions.Length).MinBy(s => Median(bareTimes[s]));
        return
        [
            Figure("added_us", 0, "the session that batching ran on", "at most 5"),
            Figure("added_to_best_threads_us", best, "the best setting for one caller", null),
            new Figure($"onnx/{name}/caller1/allocated", (double)allocated / ((long)TimedBlocks * block), "bytes/request", "managed allocation of the calling thread", "0"),
        ];

        Figure Figure(string measure, int setting, string why, string? bar)
        {
            var bare = bareTimes[setting];
            var added = times.Zip(bare, (time, without) => time - without).Order().ToArray();
            var protocol = string.Create(
                CultureInfo.InvariantCulture,
                $"median of {TimedBlocks} alternating blocks of {block} requests of 1 row: {Median(times):F1} us less the bare loop's {Median(bare):F1} us ({sessions[setting].Threads}, {why}); the middle half of the blocks ranged from {added[added.Length / 4]:F1} to {added[3 * added.Length / 4]:F1} us");
            return new Figure($"onnx/{name}/caller1/{measure}", Median(added), "us", protocol, bar);
        }
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Median(long[] ticks)
    {
        Array.Sort(ticks);
        return ticks[ticks.Length / 2] * 1e6 / Stopwatch.Frequency;
    }
}
