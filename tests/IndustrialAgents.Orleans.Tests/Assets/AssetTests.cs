using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using IndustrialAgents.Assets;
using IndustrialAgents.Orleans.Assets;
using IndustrialAgents.Orleans.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace IndustrialAgents.Orleans.Tests.Assets;

/// <summary>Assets that take rows, raise incidents and come back.</summary>
public sealed class AssetTests
{
    private static readonly AssetPath Pump = AssetPath.Parse("acme/north/hall/line-1/pump-4");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AssetSettings Settings { get; } = new()
    {
        Channels = [new SeriesChannel("pressure", "bar"), new SeriesChannel("flow", "L/min")],
        SamplePeriod = TimeSpan.FromSeconds(1),
        WindowLength = 100,
        ClearAfter = 10,
    };

    [Fact]
    public async Task Push_RowsAndRepeatedRows_AreStoredOnceAndKeptAsWindow()
    {
        var log = new InMemoryRowLog();
        await using var cluster = await StartAsync(log);
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);

        Assert.Equal(new RowsReceipt(10, 0, false), await asset.PushAsync(Rows(0, 10)));
        Assert.Equal(new RowsReceipt(0, 10, false), await asset.PushAsync(Rows(0, 10)));
        Assert.Equal(new RowsReceipt(5, 5, false), await asset.PushAsync(Rows(5, 10)));

        Assert.Equal(15, (await log.ReadTailAsync(Pump, 100, Token)).Total);
        var window = (await asset.GetWindowAsync())!;
        Assert.Equal((15, Start), (window.Length, window.Start));
        Assert.Equal(14, window[14][1]);
        var status = await asset.GetStatusAsync();
        Assert.Equal((15, Start.AddSeconds(14)), (status.Rows, status.LastRow));
        Assert.Null(status.Open);
    }

    [Fact]
    public async Task Push_RowsOfAClockThatRunsAhead_AreRefusedAndDoNotHideLaterRows()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);
        var ahead = (int)(TimeProvider.System.GetUtcNow().AddDays(2) - Start).TotalSeconds;

        var error = await Assert.ThrowsAsync<InvalidRequestException>(async () => await asset.PushAsync(Rows(ahead - 5, 10)));

        Assert.Equal("rows.times", error.Field);
        Assert.Equal(10, (await asset.PushAsync(Rows(0, 10))).Accepted);
    }

    [Fact]
    public async Task Push_ManyBatchesAtATime_AreJudgedOneAfterAnother()
    {
        var log = new InMemoryRowLog();
        await using var cluster = await StartAsync(log);
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);

        // They arrive in any order: what is older than what came before is left out, and told.
        var receipts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => asset.PushAsync(Rows(10 * i, 10)).AsTask()));

        Assert.All(receipts, receipt => Assert.Equal(10, receipt.Accepted + receipt.Repeated));
        var tail = await log.ReadTailAsync(Pump, 100, Token);
        Assert.Equal((receipts.Sum(receipt => receipt.Accepted), Start.AddSeconds(99).UtcTicks), (tail.Rows!.Count, tail.LastTime));
        Assert.Equal(tail.Rows.Values.ToArray(), (await asset.GetWindowAsync())!.Values.ToArray());
    }

    [Fact]
    public async Task Push_LogIsSlow_FurtherBatchesAreRefusedAndStatusIsStillTold()
    {
        var log = new HeldRowLog();
        await using var cluster = await StartAsync(log, options => options.MaxPendingBatches = 3);
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);
        await asset.PushAsync(Rows(0, 1));
        log.Hold();

        var pushes = Enumerable.Range(1, 5).Select(i => asset.PushAsync(Rows(i, 1)).AsTask()).ToList();
        await Until.HoldsAsync(() => pushes.Count(push => push.IsFaulted) == 2, "two batches are refused");
        Assert.All(pushes.Where(push => push.IsFaulted), push => Assert.IsType<OverloadedException>(push.Exception!.InnerException));
        Assert.Equal(1, (await asset.GetStatusAsync()).Rows);

        log.Release();
        Assert.All(await Task.WhenAll(pushes.Where(push => !push.IsFaulted)), receipt => Assert.Equal(1, receipt.Accepted + receipt.Repeated));
    }

    [Fact]
    public async Task Push_AlarmIsRaised_IncidentHasTheRoutersAnswerAndIsPublished()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        await cluster.AddAsync(Given.Teller());
        var seen = new ConcurrentQueue<AssetIncident>();
        var stream = cluster.Cluster.Client.GetStreamProvider(ClusterStreams.Provider).GetStream<AssetIncident>(ClusterStreams.Incidents, "acme");
        await stream.SubscribeAsync((incident, _) =>
        {
            seen.Enqueue(incident);
            return Task.CompletedTask;
        });
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);
        await asset.PushAsync(Rows(0, 100, Steady));
        cluster.Probe.Hold("teller");

        Assert.True((await asset.PushAsync(Rows(100, 5, Broken))).Alarm);
        await Until.HoldsAsync(() => cluster.Probe.CountOf("teller") == 1, "the router is asked");

        // The question does not hold up the rows.
        Assert.True((await asset.PushAsync(Rows(105, 1, Broken))).Alarm);
        Assert.Null((await asset.GetStatusAsync()).Open!.Answer);
        cluster.Probe.Release("teller");
        await Until.HoldsAsync(async () => (await asset.GetIncidentsAsync())[0].Answer is not null, "the incident is answered");
        await asset.PushAsync(Rows(106, 20, Steady));

        var incident = Assert.Single(await asset.GetIncidentsAsync());
        Assert.Equal((Pump, Start.AddSeconds(102)), (incident.Asset, incident.Raised));
        Assert.IsType<GeneratedText>(incident.Answer!.Output);
        Assert.NotNull(incident.Cleared);
        Assert.True(incident.Peak > 1);
        await Until.HoldsAsync(
            () => seen.Any(item => item.Answer is null && item.Cleared is null) && seen.Any(item => item.Answer is not null) && seen.Any(item => item.Cleared is not null),
            "opening, answer and end are published");
    }

    [Fact]
    public async Task Push_NobodyCanAnswer_IncidentSaysWhy()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);

        await asset.PushAsync(Rows(0, 100, Steady));
        await asset.PushAsync(Rows(100, 5, Broken));

        await Until.HoldsAsync(async () => (await asset.GetIncidentsAsync())[0].Error?.Contains("diagnose", StringComparison.Ordinal) ?? false, "the error is told");
    }

    [Fact]
    public async Task Activate_AfterDeactivation_StateIsWhatItWas()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        await cluster.AddAsync(Given.Teller());
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);
        await asset.PushAsync(Rows(0, 100, Steady));
        await asset.PushAsync(Rows(100, 5, Broken));
        await Until.HoldsAsync(async () => (await asset.GetIncidentsAsync())[0].Answer is not null, "the incident is answered");
        var (status, window, incidents) = (await asset.GetStatusAsync(), await asset.GetWindowAsync(), await asset.GetIncidentsAsync());

        await cluster.Cluster.DeactivateAsync(asset);

        var after = await asset.GetStatusAsync();
        Assert.Equal((status.Rows, status.LastRow, status.Open!.Raised), (after.Rows, after.LastRow, after.Open!.Raised));
        Assert.Equal(window!.Values.ToArray(), (await asset.GetWindowAsync())!.Values.ToArray());
        Assert.Equal(incidents[0].Answer!.DecisionId, (await asset.GetIncidentsAsync())[0].Answer!.DecisionId);
        Assert.Equal(new RowsReceipt(1, 5, true), await asset.PushAsync(Rows(100, 6, Broken)));
        Assert.Equal(1, cluster.Probe.CountOf("teller"));
        Assert.False((await asset.PushAsync(Rows(106, 20, Steady))).Alarm);
    }

    [Fact]
    public async Task Configure_Changed_StartsANewWindowAndTheSameAgainDoesNot()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        var asset = cluster.Client.Asset(Pump);
        await asset.ConfigureAsync(Settings);
        await asset.PushAsync(Rows(0, 10));

        await asset.ConfigureAsync(Settings with { Channels = [.. Settings.Channels] });
        Assert.Equal(10, (await asset.GetStatusAsync()).Rows);
        await asset.ConfigureAsync(Settings with { WindowLength = 50 });
        Assert.Equal(0, (await asset.GetStatusAsync()).Rows);
        Assert.Null(await asset.GetWindowAsync());

        Assert.Equal(new RowsReceipt(2, 8, false), await asset.PushAsync(Rows(2, 10)));
        await cluster.Cluster.DeactivateAsync(asset);
        Assert.Equal((2, 2), ((await asset.GetStatusAsync()).Rows, (await asset.GetWindowAsync())!.Length));
    }

    [Fact]
    public async Task Push_WrongOrNotConfigured_IsRefusedWithTheField()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog());
        var asset = cluster.Client.Asset(Pump);

        Assert.Equal("asset", (await Assert.ThrowsAsync<InvalidRequestException>(() => asset.PushAsync(Rows(0, 1)).AsTask())).Field);
        Assert.Null((await asset.GetStatusAsync()).Settings);
        Assert.Equal("settings.channels", (await Assert.ThrowsAsync<InvalidRequestException>(() => asset.ConfigureAsync(Settings with { Channels = [] }).AsTask())).Field);
        Assert.Equal("settings.detector", (await Assert.ThrowsAsync<InvalidRequestException>(() => asset.ConfigureAsync(Settings with { Detector = "none" }).AsTask())).Field);
        await asset.ConfigureAsync(Settings);
        Assert.Equal("rows.values", (await Assert.ThrowsAsync<InvalidRequestException>(
            () => asset.PushAsync(new SensorRows { Times = new[] { 1L }, Values = new byte[4] }).AsTask())).Field);
    }

    [Fact]
    public async Task Configure_DetectorOfTheCatalogue_JudgesTheRows()
    {
        await using var cluster = await StartAsync(new InMemoryRowLog(), services: silo => silo.Services.AddSingleton<IStreamingDetectorSource, LimitDetectors>());
        var manifest = await Given.ModelAsync(cluster.Content, "limit");
        await cluster.AddAsync(manifest);
        var asset = cluster.Client.Asset(Pump);

        await asset.ConfigureAsync(Settings with { Detector = "limit", AskAtAlarm = null });
        await asset.PushAsync(Rows(0, 5));
        Assert.False((await asset.PushAsync(Rows(5, 4))).Alarm);
        Assert.True((await asset.PushAsync(Rows(9, 5))).Alarm);
    }

    private static Task<AgentCluster> StartAsync(IRowLog log, Action<ClusterOptions>? options = null, Action<ISiloBuilder>? services = null) =>
        AgentCluster.StartAsync(2, (_, cluster) => options?.Invoke(cluster), silo =>
        {
            silo.Services.AddSingleton(log);
            services?.Invoke(silo);
        });

    private static float Steady(int row, int channel) => 5 + (0.1f * ((row + channel) % 7));

    private static float Broken(int row, int channel) => 50;

    private static SensorRows Rows(int first, int count, Func<int, int, float>? value = null)
    {
        var times = Enumerable.Range(first, count).Select(row => Start.AddSeconds(row).UtcTicks).ToArray();
        var values = Enumerable.Range(first, count).SelectMany(row => new[] { value?.Invoke(row, 0) ?? row, value?.Invoke(row, 1) ?? row }).ToArray();
        return new SensorRows { Times = times, Values = MemoryMarshal.AsBytes<float>(values).ToArray() };
    }

    /// <summary>Calls a row unusual whose first value is 10 or more.</summary>
    private sealed class LimitDetectors : IStreamingDetectorSource
    {
        public IStreamingDetector Load(string folder) => new LimitDetector();

        private sealed class LimitDetector : IStreamingDetector
        {
            public int Channels => 2;

            public double Threshold => 9.5;

            public double Push(ReadOnlySpan<float> row) => row[0];

            public void Reset()
            {
            }
        }
    }
}
