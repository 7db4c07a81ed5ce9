using System.Diagnostics;
using System.Globalization;
using System.Text;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Measures the plant's knowledge: 100,000 rows of a made-up maintenance table, added and asked.</summary>
internal static class KnowledgeBench
{
    private const int Rows = 100_000;
    private const int Questions = 500;
    private const string Tenant = KnowledgeStore.DefaultTenant;

    private static readonly string[] Parts = ["pump", "gearbox", "conveyor", "valve", "compressor", "motor", "cylinder", "fan", "heater", "robot", "spindle", "chiller"];
    private static readonly string[] Pieces = ["seal", "bearing", "shaft", "impeller", "coupling", "belt", "filter", "sensor", "housing", "hose", "brush", "winding", "relay", "nozzle"];
    private static readonly string[] Failures = ["leaking", "cracked", "worn", "seized", "overheating", "corroded", "blocked", "misaligned", "vibrating", "loose"];
    private static readonly string[] Causes = ["general wear and tear", "lack of lubrication", "contaminated oil", "physical impact", "electrical fault", "wrong installation", "thermal cycling"];

    public static Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var scratch = Directory.CreateTempSubdirectory("ia-knowledge-");
            try
            {
                return Measure(Path.Combine(scratch.FullName, "knowledge.db"), progress, cancellationToken);
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        },
        cancellationToken);

    private static IReadOnlyList<Figure> Measure(string file, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var table = new StringBuilder("Asset,Component,Piece,Failure mode,Cause,Work order\n");
        for (var i = 0; i < Rows; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{Of(Parts)} {random.Next(500)},{Of(Parts)},{Of(Pieces)},{Of(Failures)},{Of(Causes)},WO{i}\n");
        }

        using var store = KnowledgeStore.Open(file, new ReadingLimits());
        using var index = new KnowledgeIndex(store);
        progress.Report($"adding {Rows} rows");
        var clock = Stopwatch.StartNew();
        store.Add(Tenant, "rows.csv", Encoding.UTF8.GetBytes(table.ToString()));
        var stored = clock.Elapsed.TotalSeconds;
        index.Search(Tenant, "pump", 1);
        var added = clock.Elapsed.TotalSeconds;
        progress.Report($"asking {Questions} questions");
        var times = new double[Questions];
        for (var i = -Questions / 10; i < Questions; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var question = $"why is the {Of(Pieces)} of {Of(Parts)} {random.Next(500)} {Of(Failures)} with {Of(Causes)}";
            clock.Restart();
            index.Search(Tenant, question, 5);
            if (i >= 0)
            {
                times[i] = clock.Elapsed.TotalMilliseconds;
            }
        }

        Array.Sort(times);
        var protocol = string.Create(CultureInfo.InvariantCulture, $"{Rows} rows of six columns, seed 1, in one document; {Questions} questions one after the other, five passages each{MachineLoad.Describe()}");
        return
        [
            new Figure("knowledge/rows/indexing", Rows / added, "rows/s", protocol + ", storing and taking into memory"),
            new Figure("knowledge/rows/opening", added - stored, "s", protocol + ", taking into memory alone, which each start does"),
            new Figure("knowledge/rows/bytes", new FileInfo(file).Length + new FileInfo(file + "-wal").Length, "bytes", protocol),
            new Figure("knowledge/query/p50", times[Questions / 2], "ms", protocol),
            new Figure("knowledge/query/p99", times[Questions * 99 / 100], "ms", protocol, "at most 20"),
        ];

        string Of(string[] words) => words[random.Next(words.Length)];
    }
}
