using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Bench;

/// <summary><c>ia bench past-cases</c>: exact search for the ten nearest of 100,000 past cases, one question at a time.</summary>
internal static class PastCasesBench
{
    private const int Cases = 100_000;
    private const int Dimension = 64;
    private const int Top = 10;
    private const int Warm = 50;
    private const int Asked = 500;

    /// <summary>Fills an index in a temporary folder and asks it; takes about half a minute.</summary>
    public static Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Run(progress, cancellationToken), cancellationToken);

    private static IReadOnlyList<Figure> Run(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-past-cases-");
        try
        {
            var random = new Random(1);
            using var index = CaseIndex.Open(Path.Combine(folder.FullName, "cases.index"), Dimension);
            progress.Report($"adding {Cases} cases");
            for (var i = 0; i < Cases; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                index.Add(new PastCase($"WO-{i}", "acme/works/pumps/pump-3", "seal leak", "resealed, shaft worn"), Place(random));
            }

            progress.Report($"asking {Asked} times");
            var times = new double[Asked];
            for (var i = -Warm; i < Asked; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var place = Place(random);
                var clock = Stopwatch.StartNew();
                var hits = index.Search(place, Top);
                if (hits.Count != Top)
                {
                    throw new InvalidOperationException($"{hits.Count} of {Top} cases were found; the index did not work");
                }

                if (i >= 0)
                {
                    times[i] = clock.Elapsed.TotalMilliseconds;
                }
            }

            Array.Sort(times);
            var protocol = string.Create(CultureInfo.InvariantCulture, $"exact search for the nearest {Top} of {Cases} cases of {Dimension} dimensions, random; one question at a time, {Asked} after {Warm} that do not count");
            return
            [
                new Figure("past-cases/100k/search_ms/p50", times[Asked / 2], "ms", protocol),
                new Figure("past-cases/100k/search_ms/p99", times[Asked * 99 / 100], "ms", protocol),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float[] Place(Random random) => [.. Enumerable.Range(0, Dimension).Select(_ => (float)(random.NextDouble() - 0.5))];
}
