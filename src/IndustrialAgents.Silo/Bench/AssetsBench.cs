using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using IndustrialAgents.Assets;
using IndustrialAgents.Experts;
using IndustrialAgents.Orleans;
using IndustrialAgents.Postgres;
using IndustrialAgents.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Silo.Bench;

/// <summary>Many assets on one silo: what memory they take with full windows, and how many sensor rows a second they take in.</summary>
internal static class AssetsBench
{
    private const int Assets = 100_000;
    private const int Window = 256;
    private const int Channels = 8;
    private const int FillBatch = 64;
    private const int ActiveBatch = 16;
    private const int Callers = 64;

    private static readonly TimeSpan ActiveTime = TimeSpan.FromSeconds(15);

    /// <summary>Runs it, which takes some minutes.</summary>
    /// <param name="connection">PostgreSQL for a further figure with rows stored; null leaves it out.</param>
    /// <param name="progress">Is told what is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string? connection, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-bench-");
        try
        {
            var figures = await MeasureAsync(folder.FullName, null, progress, cancellationToken).ConfigureAwait(false);
            if (connection is not null)
            {
                await InitDbCommand.InitializeAsync(connection, cancellationToken).ConfigureAwait(false);
                figures.AddRange(await MeasureAsync(folder.FullName, connection, progress, cancellationToken).ConfigureAwait(false));
            }

            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<Figure>> MeasureAsync(string folder, string? connection, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await using var database = connection is null ? null : new PostgresDatabase(new PostgresOptions { ConnectionString = connection }, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await using var log = database is null ? null : new PostgresRowLog(database, TimeProvider.System, NullLogger<PostgresRowLog>.Instance);
        using var silo = BenchSilo.Build(folder, BenchSilo.FreePort(), BenchSilo.FreePort(), _ => (IRowLog?)log ?? new UnstoredRows());
        await silo.StartAsync(cancellationToken).ConfigureAwait(false);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();

        // With the database the question is its speed: a tenth of the assets, those that are active.
        var active = Assets / 10;
        var count = database is null ? Assets : active;
        var settings = new AssetSettings
        {
            Channels = [.. Enumerable.Range(0, Channels).Select(i => new SeriesChannel($"c{i}"))],
            SamplePeriod = TimeSpan.FromSeconds(1),
            WindowLength = Window,
            AskAtAlarm = null,
        };
        progress.Report($"{count} assets are made");
        var start = Run(Stopwatch.StartNew());
        await EachAsync(count, i => Grain(grains, i, connection).ConfigureAsync(settings), cancellationToken).ConfigureAwait(false);
        var activations = count / start();
        var rows = 0;
        if (database is null)
        {
            progress.Report("their windows are filled");
            for (; rows < Window; rows += FillBatch)
            {
                var batch = Batch(rows, FillBatch);
                await EachAsync(count, async i => await Grain(grains, i, connection).PushAsync(batch).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }

        progress.Report($"{active} of them take rows for {ActiveTime.TotalSeconds} s");
        long taken = 0;
        var end = Run(Stopwatch.StartNew());
        while (end() < ActiveTime.TotalSeconds)
        {
            var batch = Batch(rows, ActiveBatch);
            rows += ActiveBatch;
            await EachAsync(active, async i => Interlocked.Add(ref taken, (await Grain(grains, i, connection).PushAsync(batch).ConfigureAwait(false)).Accepted), cancellationToken).ConfigureAwait(false);
        }

        var rate = taken / end();
        var memory = Memory();
        var window = await Grain(grains, 0, connection).GetWindowAsync().ConfigureAwait(false);
        progress.Report("the silo stops");
        await silo.StopAsync(cancellationToken).ConfigureAwait(false);
        var rowsProtocol = string.Create(
            CultureInfo.InvariantCulture,
            $"rows of {Channels} channels in batches of {ActiveBatch}, {Callers} callers in the silo's process, {active} of {count} assets in turn for {ActiveTime.TotalSeconds} s, each row judged by the asset's baseline; ");
        if (database is not null)
        {
            return [new Figure("assets/postgres/rows_per_s", rate, "rows/s", rowsProtocol + "each batch committed in PostgreSQL on this machine before it is acknowledged")];
        }

        if (window?.Length != Window)
        {
            throw new IndustrialAgentsException($"the window of an asset has {window?.Length} rows, not {Window}");
        }

        var memoryProtocol = string.Create(
            CultureInfo.InvariantCulture,
            $"resident memory of the silo's process, callers included, after {count} assets of {Channels} channels took {Window} rows each and a tenth of them went on for {ActiveTime.TotalSeconds} s; settings in the memory storage of the same process, rows not stored");
        return
        [
            new Figure("assets/100k/rss_mb", memory.Resident, "MB", memoryProtocol, "at most 1500"),
            new Figure("assets/100k/peak_mb", memory.Peak, "MB", "the most it was at any time of the same run"),
            new Figure("assets/rows_per_s", rate, "rows/s", rowsProtocol + "rows not stored"),
            new Figure("assets/configured_per_s", activations, "assets/s", $"assets activated and configured a second, {Callers} callers, settings stored in memory"),
        ];
    }

    // A run against a database that was used before has other assets.
    private static IAssetGrain Grain(IGrainFactory grains, int index, string? connection) => grains.Asset(AssetPath.Parse(string.Create(
        CultureInfo.InvariantCulture, $"bench{(connection is null ? "" : Environment.ProcessId)}/site{index / 10_000}/area{index / 1000 % 10}/line{index / 100 % 10}/asset{index}")));

    private static Func<double> Run(Stopwatch watch) => () => watch.Elapsed.TotalSeconds;

    private static Task EachAsync(int count, Func<int, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken }, (i, _) => work(i));

    // The same rows for all, as far as the assets are concerned: each has its own window and baseline.
    private static SensorRows Batch(int first, int count)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        var random = new Random(first);
        var times = new long[count];
        var values = new float[count * Channels];
        for (var i = 0; i < count; i++)
        {
            times[i] = start + ((first + i) * TimeSpan.TicksPerSecond);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 20 + random.NextSingle();
        }

        return new SensorRows { Times = times, Values = MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };
    }

    private static (double Resident, double Peak) Memory()
    {
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64 / 1e6, process.PeakWorkingSet64 / 1e6);
    }
}
