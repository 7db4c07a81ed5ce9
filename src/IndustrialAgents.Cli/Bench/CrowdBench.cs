using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// What batching gives many callers of one row each, held against the best that bare loops reach on the same model: one loop with batches that
/// batching may make as well; one loop with batches of any size; and two loops side by side. The settings of the bare loop are looked through with
/// one session at a time; the best of each kind and the crowd then take turns, each after an unmeasured lead.
/// </summary>
internal sealed class CrowdBench(string name, int[] layers, byte[] file, CancellationToken cancellationToken)
{
    private const int Callers = 64;
    private const int Rounds = 15;

    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    private static readonly TimeSpan ScanLead = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ScanSlice = TimeSpan.FromMilliseconds(60);

    // Longer than threads of a session that spins go on after its last run, and than caches need to fill.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures.</summary>
    public async Task<IReadOnlyList<Figure>> RunAsync(OnnxSession served, ThreadSetting threads)
    {
        var settings = Scan();
        // A short look favours the lucky: the best two of each kind are measured again, at length.
        var finalists = new Func<BareSetting, bool>[] { IsLikeBatching, IsOneLoop, _ => true }
            .SelectMany(kind => settings.Where(kind).OrderByDescending(s => s.RowsPerSecond).Take(2))
            .Distinct().ToArray();
        using var sessions = new SessionSet(file, name, served, threads);
        var bares = finalists.Select(_ => new double[Rounds]).ToArray();
        var rates = new double[Rounds];
        var allocated = new double[Rounds];
        using var model = new BatchedModel(served);
        using var crowd = new Crowd(model, Callers, layers[0], layers[^1]);
        for (var i = 0; i < Rounds; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await crowd.RowsPerSecondAsync(Lead).ConfigureAwait(false);
            (rates[i], allocated[i]) = await crowd.RowsPerSecondAsync(Slice).ConfigureAwait(false);
            for (var f = 0; f < finalists.Length; f++)
            {
                var setting = finalists[f];
                bares[f][i] = BareRate.RowsPerSecond(sessions[setting.Threads], layers, setting.Batch, setting.Callers, Lead, Slice);
            }
        }

        var crowdRate = new Sample(rates).Median;
        var protocol = FormattableString.Invariant(
            $"{Callers} callers of 1 row each, {crowdRate:N0} rows/s in batches of {model.Statistics.MeanBatch:F0}");
        return
        [
            Ratio("ratio", IsLikeBatching, $"the best of one bare loop with batches of up to {Callers} rows, as many as the callers have under way", "at least " + (name == "small" ? "0.60" : "0.85")),
            Ratio("ratio_to_any_batch", IsOneLoop, "the best of one bare loop with batches of any size", null),
            Ratio("ratio_to_two_loops", _ => true, "the best of one bare loop or two side by side, with batches of any size", null),
            new Figure($"onnx/{name}/callers64/allocated", new Sample(allocated).Median, "bytes/request", $"managed allocation of the whole process while {Callers} callers run"),
        ];

        Figure Ratio(string measure, Func<BareSetting, bool> counts, string what, string? bar)
        {
            // The best setting by its median: the best of each round would be the luckiest of several.
            var best = Enumerable.Range(0, finalists.Length).Where(f => counts(finalists[f])).MaxBy(f => new Sample(bares[f]).Median);
            var ratios = new Sample(rates.Zip(bares[best], (rate, bare) => rate / bare));
            return new Figure(
                $"onnx/{name}/callers64/{measure}",
                ratios.Median,
                "",
                FormattableString.Invariant(
                    $"{protocol}, divided by {what}, {new Sample(bares[best]).Median:N0} rows/s ({finalists[best]}; {settings.Count(counts)} settings looked through); median of {Rounds} rounds in turn, the middle half from {ratios.LowerQuartile:F2} to {ratios.UpperQuartile:F2}{MachineLoad.Describe()}"),
                bar);
        }
    }

    private static bool IsOneLoop(BareSetting setting) => setting.Callers == 1;

    private static bool IsLikeBatching(BareSetting setting) => IsOneLoop(setting) && setting.Rows <= Callers;

    private List<BareSetting> Scan()
    {
        var settings = new List<BareSetting>();
        foreach (var threads in ThreadSetting.All)
        {
            using var session = threads.Load(file, name);
            foreach (var callers in (int[])[1, 2])
            {
                foreach (var batch in Batches)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    settings.Add(new BareSetting(threads, callers, batch, BareRate.RowsPerSecond(session, layers, batch, callers, ScanLead, ScanSlice)));
                }
            }
        }

        return settings;
    }
}
