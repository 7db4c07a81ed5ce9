using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IndustrialAgents.Silo.Bench;

/// <summary>
/// What it costs to ask an expert through its grain: held against the same expert asked directly and against a grain that echoes as many bytes, in
/// the silo's process and from a process of its own. The three take turns, so that what else the machine does falls on all of them: call by call, so
/// that each meets the caches as the others left them, and again in slices, where the direct calls have the caches to themselves; there also against
/// an echo that works as long as the expert. All are told.
/// </summary>
internal static class ClusterBench
{
    private const int Calls = 5_000;
    private const int Slice = 50;
    private const double Bar = 1.3;

    // Until the compiler's later tiers are through, on both sides of the connection.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>Runs it, which takes about a minute.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-bench-");
        try
        {
            var experts = BenchExpert.SaveAll(folder.FullName);
            progress.Report("in the silo's process");
            var figures = new List<Figure>();
            using (var silo = BenchSilo.Build(folder.FullName, BenchSilo.FreePort(), BenchSilo.FreePort()))
            {
                await silo.StartAsync(cancellationToken).ConfigureAwait(false);
                var grains = silo.Services.GetRequiredService<IGrainFactory>();
                await AddAsync(experts, grains, silo.Services.GetRequiredService<IContentStore>(), cancellationToken).ConfigureAwait(false);
                figures.AddRange(await MeasureAsync("cluster", "within the silo's process", experts, silo.Services, grains, cancellationToken).ConfigureAwait(false));
                await silo.StopAsync(cancellationToken).ConfigureAwait(false);
            }

            progress.Report("from a client's process");
            using var child = BenchSiloProcess.Start(folder.FullName);
            var gateway = await child.ListeningAsync(cancellationToken).ConfigureAwait(false);
            using var client = BenchSilo.BuildClient(gateway);
            await client.StartAsync(cancellationToken).ConfigureAwait(false);
            figures.AddRange(await MeasureAsync(
                "cluster/client", "from a client's process over loopback", experts, client.Services, client.Services.GetRequiredService<IClusterClient>(), cancellationToken).ConfigureAwait(false));
            await client.StopAsync(cancellationToken).ConfigureAwait(false);
            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Adds the experts to a silo's catalogue.</summary>
    public static async Task AddAsync(IReadOnlyList<BenchExpert> experts, IGrainFactory grains, IContentStore content, CancellationToken cancellationToken)
    {
        foreach (var expert in experts)
        {
            var manifest = ManifestReader.ReadFolder(expert.Folder);
            foreach (var file in manifest.Files)
            {
                var stream = File.OpenRead(Path.Combine(expert.Folder, file.Path));
                await using var closing = stream.ConfigureAwait(false);
                await content.AddAsync(stream, cancellationToken).ConfigureAwait(false);
            }

            await grains.Catalog().AddAsync(manifest).ConfigureAwait(false);
        }
    }

    private static async Task<List<Figure>> MeasureAsync(
        string prefix, string where, IReadOnlyList<BenchExpert> experts, IServiceProvider services, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var serializer = services.GetRequiredService<Serializer>();
        var echo = grains.GetGrain<IEchoGrain>("echo");
        var figures = new List<Figure>();
        foreach (var expert in experts)
        {
            using var models = BenchExpert.Pool();
            var direct = expert.Load(models);
            var grain = grains.Expert(direct.Manifest.Id);
            var bytes = new EchoBytes(serializer.SerializeToArray(expert.Question));
            var reply = serializer.SerializeToArray(await grain.AskAsync(expert.Question, cancellationToken).ConfigureAwait(false)).Length;
            var work = TimeSpan.Zero;
            Func<Task>[] kinds =
            [
                async () => await direct.AskAsync(expert.Question, cancellationToken).ConfigureAwait(false),
                async () => await echo.EchoAsync(bytes, reply, TimeSpan.Zero, cancellationToken).ConfigureAwait(false),
                async () => await grain.AskAsync(expert.Question, cancellationToken).ConfigureAwait(false),
                async () => await echo.EchoAsync(bytes, reply, work, cancellationToken).ConfigureAwait(false),
            ];
            await WarmUpAsync(kinds).ConfigureAwait(false);
            var times = await AlternateAsync(kinds[..3], 1, cancellationToken).ConfigureAwait(false);
            work = TimeSpan.FromMicroseconds((await AlternateAsync(kinds[..1], Slice, cancellationToken).ConfigureAwait(false))[0]);
            var sliced = await AlternateAsync(kinds, Slice, cancellationToken).ConfigureAwait(false);
            (direct as IDisposable)?.Dispose();
            figures.AddRange(Figures(expert.Label.Length == 0 ? prefix : $"{prefix}/{expert.Label}", where, expert, (bytes.Bytes.Length, reply), times, sliced));
        }

        return figures;
    }

    private static async Task WarmUpAsync(Func<Task>[] kinds)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;)
        {
            foreach (var call in kinds)
            {
                await call().ConfigureAwait(false);
            }
        }
    }

    private static async Task<double[]> AlternateAsync(Func<Task>[] kinds, int slice, CancellationToken cancellationToken)
    {
        var times = kinds.Select(_ => new List<double>(Calls)).ToArray();
        for (var round = 0; round < Calls / slice; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var kind = 0; kind < kinds.Length; kind++)
            {
                for (var i = 0; i < slice; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    await kinds[kind]().ConfigureAwait(false);
                    times[kind].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                }
            }
        }

        return [.. times.Select(Median)];
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }

    private static double Ratio(double[] times) => times[2] / (times[1] + times[0]);

    private static IEnumerable<Figure> Figures(string name, string where, BenchExpert expert, (int Request, int Reply) bytes, double[] times, double[] sliced)
    {
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"medians of {Calls} calls in sequence {where}, after {WarmUp.TotalSeconds} s of the same; {expert.Summary}; request {bytes.Request} B, reply {bytes.Reply} B; state in memory");
        var protocol = $"{what}; direct, echo and grain call by call in turn";
        var bar = expert.Label.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"at most {Bar}") : null;
        yield return new Figure($"{name}/echo/ratio", Ratio(times), "", $"time through the expert's grain over the sum of echo and direct; {protocol}", bar);
        yield return new Figure(
            $"{name}/echo/sliced_ratio",
            Ratio(sliced),
            "",
            string.Create(CultureInfo.InvariantCulture, $"the same in slices of {Slice} calls of a kind: direct {sliced[0]:0.0} us, echo {sliced[1]:0.0} us, grain {sliced[2]:0.0} us"));
        yield return new Figure(
            $"{name}/echo/sliced_working_ratio",
            sliced[2] / sliced[3],
            "",
            string.Create(
                CultureInfo.InvariantCulture,
                $"in slices, time through the expert's grain over an echo whose grain keeps its thread busy as long as the expert takes in a loop of its own ({sliced[3]:0.0} us)"));
        yield return new Figure($"{name}/expert_us", times[2], "us", protocol);
        yield return new Figure($"{name}/echo_us", times[1], "us", protocol);
        yield return new Figure($"{name}/direct_us", times[0], "us", protocol);
    }
}
