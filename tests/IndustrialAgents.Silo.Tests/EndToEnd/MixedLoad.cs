using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using IndustrialAgents.Json;
using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Tests.Support;

namespace IndustrialAgents.Silo.Tests.EndToEnd;

/// <summary>What a plant's clients send all the time: questions, by grain and by HTTP, feedback on their answers, and sensor rows. Notes what was acknowledged.</summary>
internal sealed class MixedLoad(IClusterClient cluster, IReadOnlyCollection<SiloProcess> silos, LoadLog log)
{
    private const int Askers = 3;
    private const int Assets = 8;
    private const int Channels = 4;
    private const int RowsABatch = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // What the deadline's own machinery and a busy machine add.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);

    private static readonly SeriesChannel[] Names = [.. Enumerable.Range(0, Channels).Select(i => new SeriesChannel($"c{i}"))];

    private readonly ConcurrentDictionary<string, bool> _decisions = new();
    private readonly ConcurrentDictionary<string, bool> _feedback = new();
    private readonly ConcurrentDictionary<string, (long Rows, long Last)> _rows = new();

    /// <summary>Decisions whose answers came without a warning that they were not stored.</summary>
    public IReadOnlyCollection<string> Decisions => [.. _decisions.Keys];

    /// <summary>Decisions whose feedback was acknowledged.</summary>
    public IReadOnlyCollection<string> Feedback => [.. _feedback.Keys];

    /// <summary>Rows acknowledged, with the time of the last, an asset.</summary>
    public IReadOnlyDictionary<string, (long Rows, long Last)> Rows => _rows;

    /// <summary>Sends until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. Enumerable.Range(0, Askers).Select(seed => Task.Run(() => AskAsync(seed, cancellationToken), CancellationToken.None)),
        Task.Run(() => AskOverHttpAsync(cancellationToken), CancellationToken.None),
        .. Enumerable.Range(0, Assets).Select(asset => Task.Run(() => PushAsync(asset, cancellationToken), CancellationToken.None)),
    ]);

    private async Task AskAsync(int seed, CancellationToken cancellationToken)
    {
        var router = new ClusterRouter(cluster);
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            Answer? answer = null;
            await log.MakeAsync("ask", Deadline + Slack, async () =>
                answer = await router.AskAsync(TestExperts.Question($"the seal drips {seed} {i}", DateTimeOffset.UtcNow + Deadline), CancellationToken.None));
            if (answer is null || answer.Warnings.Count > 0)
            {
                await Task.Delay(50, CancellationToken.None);
                continue;
            }

            _decisions[answer.DecisionId] = true;
            if (i % 2 == 0)
            {
                var feedback = new Feedback { DecisionId = answer.DecisionId, Label = "leak" };
                if (await log.MakeAsync("feedback", CallLimit, async () => await router.FeedbackAsync(feedback, CancellationToken.None)))
                {
                    _feedback[answer.DecisionId] = true;
                }
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task AskOverHttpAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            // As a load balancer does: only those that are ready.
            var silo = silos.ElementAt(i % silos.Count);
            if (silo.HasExited || !await silo.IsReadyAsync())
            {
                await Task.Delay(20, CancellationToken.None);
                continue;
            }

            Answer? answer = null;
            await log.MakeAsync("http", Deadline + Slack, async () =>
            {
                try
                {
                    using var response = await http.PostAsJsonAsync(
                        new Uri(silo.Url, "/v1/ask"), TestExperts.Question($"hot bearing {i}", DateTimeOffset.UtcNow + Deadline), ContractJson.Options, CancellationToken.None);
                    if ((int)response.StatusCode is 429 or 503 or 504)
                    {
                        throw new IOException($"{silo.Name} answers {(int)response.StatusCode}");
                    }

                    response.EnsureSuccessStatusCode();
                    answer = await response.Content.ReadFromJsonAsync<Answer>(ContractJson.Options, CancellationToken.None);
                }
                catch (HttpRequestException e) when (e.StatusCode is null)
                {
                    // The connection broke, with the silo.
                    throw new IOException(e.Message, e);
                }
            });
            if (answer is { Warnings.Count: 0 })
            {
                _decisions[answer.DecisionId] = true;
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task PushAsync(int index, CancellationToken cancellationToken)
    {
        var path = AssetPath.Parse($"acme/west/line-1/pump-{index}");
        var asset = cluster.Asset(path);
        while (!await log.MakeAsync("configure", CallLimit, async () => await asset.ConfigureAsync(new AssetSettings { Channels = Names, SamplePeriod = TimeSpan.FromSeconds(1), AskAtAlarm = null })))
        {
            await Task.Delay(200, CancellationToken.None);
        }

        var random = new Random(index);
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        long rows = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var batch = Batch(random, time);

            // A batch whose reply was lost is sent again until it is acknowledged: rows that were stored count once.
            while (!await log.MakeAsync("rows", CallLimit, async () => await asset.PushAsync(batch)))
            {
                await Task.Delay(100, CancellationToken.None);
            }

            (time, rows) = (time + (RowsABatch * TimeSpan.TicksPerSecond), rows + RowsABatch);
            _rows[path.ToString()] = (rows, batch.Times.Span[^1]);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static SensorRows Batch(Random random, long start)
    {
        var times = new long[RowsABatch];
        var values = new float[RowsABatch * Channels];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = start + (i * TimeSpan.TicksPerSecond);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        return new SensorRows { Times = times, Values = MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };
    }
}
