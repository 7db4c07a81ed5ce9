using System.Diagnostics;
using IndustrialAgents.Experts;
using IndustrialAgents.Hosting;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// What the router adds: 8 experts that answer at once, all of them picked, asked one request after another. With decisions in memory and in
/// SQLite, where the answer waits until its record is on the disk.
/// </summary>
public static class RouterBench
{
    private const int Experts = 8;
    private const int WarmUp = 5_000;
    private const int Requests = 20_000;
    private const int SqliteRequests = 500;
    private const int Callers = 32;

    private static readonly Request Question = new() { Task = ExpertTask.Classify, Inputs = [new TextInput("bearing of pump 3 hums at start-up")] };

    /// <summary>Runs the benchmark, which takes a few seconds.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"{Requests} requests to {Experts} instant experts, decisions in memory");
        var memory = await MeasureAsync(new InMemoryDecisionStore(), WarmUp, Requests, cancellationToken).ConfigureAwait(false);

        progress.Report($"{SqliteRequests} requests to {Experts} instant experts, decisions in SQLite");
        var (sqlite, throughput) = await MeasureSqliteAsync(cancellationToken).ConfigureAwait(false);
        var protocol = $"median time from AskAsync to its answer over {Requests} requests in sequence, one text each, "
            + $"{Experts} in-process experts that answer at once with 3 class probabilities, all picked; decisions in memory";
        return
        [
            new Figure("router/experts8/added_us", memory.Median, "us", protocol, "at most 50 us"),
            new Figure("router/experts8/p99_us", memory.P99, "us", "99th percentile of the same"),
            new Figure("router/experts8/allocated_bytes", memory.Bytes, "B", "bytes allocated per request in the same run, by all threads"),
            new Figure(
                "router/experts8/sqlite/added_us",
                sqlite.Median,
                "us",
                $"the same over {SqliteRequests} requests with decisions in SQLite on this machine's disk, each on the disk before its answer"),
            new Figure(
                "router/experts8/sqlite/callers32/rps",
                throughput,
                "requests/s",
                $"the same with {Callers} callers side by side, each waiting for its answer before it asks again"),
        ];
    }

    private static async Task<(Measured Single, double Throughput)> MeasureSqliteAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-bench-");
        try
        {
            var options = new SqliteDecisionStoreOptions { Path = Path.Combine(folder.FullName, "decisions.db") };
            var store = SqliteDecisionStore.Open(options, TimeProvider.System, NullLogger<SqliteDecisionStore>.Instance);
            await using (store.ConfigureAwait(false))
            {
                var single = await MeasureAsync(store, SqliteRequests / 10, SqliteRequests, cancellationToken).ConfigureAwait(false);
                return (single, await MeasureThroughputAsync(store, cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Measured> MeasureAsync(IDecisionStore store, int warmUp, int count, CancellationToken cancellationToken)
    {
        using var router = CreateRouter(store);
        for (var i = 0; i < warmUp; i++)
        {
            await router.AskAsync(Question, cancellationToken).ConfigureAwait(false);
        }

        var times = new double[count];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await router.AskAsync(Question, cancellationToken).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        Array.Sort(times);
        return new Measured(times[count / 2], times[count * 99 / 100], (double)bytes / count);
    }

    private static async Task<double> MeasureThroughputAsync(IDecisionStore store, CancellationToken cancellationToken)
    {
        using var router = CreateRouter(store);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(AskAllAsync, cancellationToken))).ConfigureAwait(false);
        return Callers * SqliteRequests / Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task AskAllAsync()
        {
            for (var i = 0; i < SqliteRequests; i++)
            {
                await router.AskAsync(Question, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Router CreateRouter(IDecisionStore store)
    {
        var options = new RouterOptions
        {
            Routes = new Dictionary<string, RouteOptions> { [RouterOptions.DefaultRouteName] = new() { TopK = Experts } },
        };
        return new Router(new InstantExperts(Experts), store, options, TimeProvider.System, NullLogger<Router>.Instance);
    }

    private readonly record struct Measured(double Median, double P99, double Bytes);

    private sealed class InstantExperts(int count) : IExpertDirectory
    {
        public IReadOnlyList<ExpertEntry> Experts { get; } = [.. Enumerable.Range(0, count).Select(i => new ExpertEntry(new InstantExpert(i)))];

        public ExpertEntry? Find(string nameOrId) => Experts.FirstOrDefault(entry => entry.Id.Name == nameOrId || entry.Id.ToString() == nameOrId);
    }

    private sealed class InstantExpert(int index) : IExpert
    {
        private static readonly string[] Labels = ["wear", "leak", "normal"];

        private readonly ExpertReply _reply = new(new ClassProbabilities(Labels, new[] { 0.2 + (0.05 * index), 0.3, 0.5 - (0.05 * index) }))
        {
            Cost = 1,
            ModelHash = new string((char)('a' + index), 64),
        };

        public Manifest Manifest { get; } = new()
        {
            Name = $"instant{index}",
            Version = "1",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Classify],
            Inputs = [new ManifestInput { Kind = Modality.Language }],
            Code = new ManifestStep { Use = "instant" },
            Cost = new ExpertCost { PerRequest = 1 },
        };

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => new(_reply);
    }
}
