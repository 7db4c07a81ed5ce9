using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;
using IndustrialAgents.Tests.Hub;

namespace IndustrialAgents.Hosting.Tests.Models;

/// <summary>Pulls small graphs with the interface of pre-trained models, and asks the experts that the manifests make of them.</summary>
public sealed class FoundationModelTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ModelPool _pool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, -1, false)]
    [InlineData(1, 32, false)]
    [InlineData(-1, 32, true)]
    [InlineData(1, 32, true)]
    public async Task ChronosBolt_AnyContextBatchAndChannels_GoesOnFromTheLastValue(long batch, long context, bool mask)
    {
        var expert = await PullAsync(SmallGraphs.ChronosBolt(batch, context, mask: mask), "chronos-bolt");

        foreach (var samples in new[] { 1, 15, 32, 40 })
        {
            var forecast = await AskAsync<Forecast>(expert, Series(samples, 2));

            Assert.Equal([samples + 1, samples + 101, samples + 2, samples + 102, samples + 3, samples + 103, samples + 4, samples + 104], forecast.Median.ToArray(), Near);
            Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], forecast.Levels);
            Assert.Equal(samples - 3, forecast.Quantiles.Span[0], 1e-3);
            Assert.Equal(samples + 108, forecast.Quantiles.Span[^1], 1e-3);
        }
    }

    [Fact]
    public async Task ChronosBolt_BadSamples_AreMissing()
    {
        var expert = await PullAsync(SmallGraphs.ChronosBolt(mask: true), "chronos-bolt");
        var series = Series(3, 1) with { Quality = new[] { SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad } };

        Assert.Equal([3, 4, 5, 6], (await AskAsync<Forecast>(expert, series)).Median.ToArray(), Near);
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync<Forecast>(expert, series with { Quality = new[] { SampleQuality.Bad, SampleQuality.Bad, SampleQuality.Bad } }));
        Assert.Contains("every sample", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(1024)]
    public async Task ChronosBolt_Horizon_IsCutOrRolledOut(int horizon)
    {
        var forecast = await AskAsync<Forecast>(await PullAsync(SmallGraphs.ChronosBolt(1, 32), "chronos-bolt"), Series(20, 1), horizon);

        Assert.Equal(Enumerable.Range(21, horizon).Select(v => (float)v), forecast.Median.ToArray(), (a, b) => Math.Abs(a - b) < 0.01);
        Assert.Equal(9 * horizon, forecast.Quantiles.Length);
    }

    [Fact]
    public async Task ChronosBolt_HorizonBeyondTheLimit_IsRefused()
    {
        var expert = await PullAsync(SmallGraphs.ChronosBolt(), "chronos-bolt");

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync<Forecast>(expert, Series(20, 1), 1025));
        Assert.Equal("parameters.horizon", error.Field);
    }

    [Theory]
    [InlineData(-1, 4, false)]
    [InlineData(1, 4, false)]
    [InlineData(-1, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(-1, 0, true)]
    public async Task TimesFm_ShortContextsPaddingAndFrequency_AreAsTheDecoderWantsThem(long batch, int after, bool perPatch)
    {
        var expert = await PullAsync(SmallGraphs.TimesFm(batch, after: after, perPatch: perPatch), "timesfm");

        foreach (var samples in new[] { 5, 32, 50 })
        {
            var padded = 100 * Math.Max(32 - samples, 0);
            var daily = await AskAsync<Forecast>(expert, Series(samples, 2));
            Assert.Equal([samples + padded + 1, samples + padded + 101], daily.Median[..2].ToArray(), Near);
            Assert.Equal(4, daily.Horizon);
            Assert.Equal(samples + padded + 1 - 4, daily.Quantiles.Span[0], 1e-3);

            var monthly = await AskAsync<Forecast>(expert, Series(samples, 1) with { SamplePeriod = TimeSpan.FromDays(30) });
            Assert.Equal(samples + padded + 10_001, monthly.Median.Span[0], 1e-3);
        }
    }

    [Fact]
    public async Task TimesFm_WithoutPaddingInput_FillsUpWithTheFirstValueAndRollsOut()
    {
        var expert = await PullAsync(SmallGraphs.TimesFm(context: -1, bare: true), "timesfm");

        var forecast = await AskAsync<Forecast>(expert, Series(5, 2), 10);

        Assert.Equal(Enumerable.Range(6, 10).SelectMany(v => new[] { (float)v, v + 100 }), forecast.Median.ToArray(), Near);
    }

    [Theory]
    [InlineData(-1, -1, false)]
    [InlineData(1, 1, false)]
    [InlineData(-1, 1, false)]
    [InlineData(1, 2, true)]
    public async Task Ttm_ChannelsTogetherOrOneByOne_AreScaledByTheirOwnWindow(long batch, long channels, bool mask)
    {
        var expert = await PullAsync(SmallGraphs.Ttm(batch, channels: channels, mask: mask), "ttm");

        var forecast = await AskAsync<Forecast>(expert, Series(12, 2));
        Assert.Equal([12, 112, 12, 112, 12, 112], forecast.Median.ToArray(), Near);
        Assert.Empty(forecast.Levels);
        Assert.Equal(2, (await AskAsync<Forecast>(expert, Series(12, 2), 2)).Horizon);
        await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync<Forecast>(expert, Series(12, 2), 4));

        // Filled up with five samples, which the mask tells: 1000 for each, in units of each channel's deviation, which is sqrt(2/3) for three samples one apart.
        var padded = mask ? 5000 * Math.Sqrt(2 / 3.0) : 0;
        Assert.Equal([3 + padded, 103 + padded], (await AskAsync<Forecast>(expert, Series(3, 2))).Median[..2].ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Ttm_FrequencyToken_IsThatOfTheHour(long batch)
    {
        var expert = await PullAsync(SmallGraphs.Ttm(batch, channels: 1, token: true), "ttm");

        // Hourly is 7, in units of the deviation of eight samples one apart: sqrt(63 / 12).
        var step = 7 * MathF.Sqrt(63 / 12f);
        Assert.Equal([12 + step, 112 + step], (await AskAsync<Forecast>(expert, Series(12, 2))).Median[..2].ToArray(), Near);
    }

    [Fact]
    public async Task Ttm_OtherNumberOfChannels_IsTheRequestsFault()
    {
        var expert = await PullAsync(SmallGraphs.Ttm(channels: 2), "ttm");

        Assert.Equal("inputs", (await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync<Forecast>(expert, Series(12, 3)))).Field);
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public async Task Moment_Reconstruction_IsTheShareOfVarianceThatIsLost(long batch, long channels)
    {
        var expert = await PullAsync(SmallGraphs.Moment("reconstruction", batch, channels), "moment");

        foreach (var samples in new[] { 5, 16, 30 })
        {
            // Half of a standardised window is lost: a quarter of its variance, whatever its unit, and nothing for what was filled up.
            var scores = await AskAsync<AnomalyScores>(expert, Series(samples, 2), task: ExpertTask.Detect);
            Assert.Equal(0.25, Assert.Single(scores.Scores.ToArray()), 1e-5);
            Assert.False(scores.IsAnomalous);
            Assert.Equal(0.5, scores.Blame[0].Share, 1e-5);
        }
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(1, 1)]
    public async Task Moment_Forecast_GoesOnFromTheLastValueOfEachChannel(long batch, long channels)
    {
        var expert = await PullAsync(SmallGraphs.Moment("forecast", batch, channels), "moment");

        Assert.Equal([21, 121, 22, 122, 23, 123], (await AskAsync<Forecast>(expert, Series(20, 2))).Median.ToArray(), Near);
        Assert.Equal(6011, (await AskAsync<Forecast>(expert, Series(10, 2))).Median.Span[0], 1e-2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Moment_Embedding_IsTheMeanOverRows(long channels)
    {
        var expert = await PullAsync(SmallGraphs.Moment("embeddings", channels: channels), "moment");

        var embedding = await AskAsync<Embedding>(expert, Series(16, 2), task: ExpertTask.Embed);

        Assert.Equal([29.25f, 30.25f, 31.25f, 32.25f], embedding.Vector.ToArray(), Near);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-3;

    // Channel c counts 100 c + 1, 100 c + 2, ...
    private static Series Series(int samples, int channels) => new()
    {
        Channels = [.. Enumerable.Range(0, channels).Select(c => new SeriesChannel($"c{c}", "bar"))],
        Values = Enumerable.Range(0, samples * channels).Select(i => (100f * (i % channels)) + (i / channels) + 1).ToArray(),
        SamplePeriod = TimeSpan.FromHours(1),
    };

    private async Task<IExpert> PullAsync(OnnxGraph graph, string expected)
    {
        Directory.CreateDirectory(_folder["hub"]);
        graph.Save(Path.Combine(_folder["hub"], "model.onnx"));
        var puller = new ModelPuller(new FolderModelHub(_folder["hub"], TimeProvider.System, keepFree: 0));
        var model = await puller.FindAsync(HubReference.Parse("plant/small"), Token);
        var pulled = await puller.PullAsync(model, new PullOptions { Folder = _folder["models"] }, null, Token);

        Assert.Equal(expected, pulled.Convention?.Name);
        ExpertInstaller.Add(pulled.Folder, _folder["experts"], ExpertCatalog.Of([]));
        return new ExpertLoader(ExpertCatalog.Of([]), new PooledModels(_pool, TimeProvider.System)).Load(Path.Combine(_folder["experts"], "small-local"));
    }

    private static async Task<T> AskAsync<T>(IExpert expert, Series series, int? horizon = null, ExpertTask task = ExpertTask.Forecast)
        where T : ExpertOutput =>
        Assert.IsType<T>((await expert.AskAsync(
            new Request { Task = task, Inputs = [new SeriesInput(series)], Parameters = new RequestParameters { Horizon = horizon } }, Token)).Output);
}
