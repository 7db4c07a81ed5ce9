using MathNet.Numerics;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class OnlineDetectorTests
{
    public static TheoryData<OnlineDetectorKind> Kinds => [.. Enum.GetValues<OnlineDetectorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AskAsync_ChangeAtTheEnd_IsAnomalousAndBlamesTheChannel(OnlineDetectorKind kind)
    {
        var normal = Noise(2_000, 3, seed: 5, kind);
        var series = Noise(1_000, 3, seed: 1, kind);
        using var saved = new SavedExpert(folder => Of(kind).Calibrate(normal).Save(new ExpertId("online", "1"), folder));
        Assert.Null(saved.Expert.Manifest.ModelHash);
        var quiet = await saved.AskAsync<AnomalyScores>(series, ExpertTask.Detect);
        Assert.False(quiet.IsAnomalous, $"{quiet.Probability} {quiet.PValue}");

        var faulty = Changed(series, kind);
        var answer = await saved.AskAsync<AnomalyScores>(faulty, ExpertTask.Detect);
        Assert.True(answer.IsAnomalous, $"{answer.Probability} {answer.PValue}");
        Assert.Equal("c1", answer.Blame[0].Channel);
        Assert.True(answer.PValue < 0.05, $"{answer.PValue}");
        Assert.True(answer.FalseAlarmRate < 0.1, $"{answer.FalseAlarmRate}");

        var streaming = StreamingDetectors.LoadCalibrated(saved.Folder);
        var plain = StreamingDetectors.Load(saved.Folder);
        for (var t = 0; t < faulty.Length; t++)
        {
            streaming.Push(faulty[t]);
            var score = plain.Push(faulty[t]);
            Assert.Equal(double.IsNaN(score) ? 0 : score, answer.Scores.Span[t]);
        }

        Assert.True(streaming.IsRaised);
        Assert.Equal(answer.PValue, streaming.PValue);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Calibrate_InBlocks_EqualsTheWhole(OnlineDetectorKind kind)
    {
        var normal = Noise(1_000, 3, seed: 5, kind);
        var (whole, blocks) = (Of(kind) with { Recent = 3 }, Of(kind) with { Recent = 3 });
        var (one, other) = (whole.Calibrate(normal).Calibration!, blocks.Calibrate([normal.Slice(0, 333), normal.Slice(333, 600), normal.Slice(933, 67)]).Calibration!);
        Assert.Equal((one.Count, one.Tail), (other.Count, other.Tail));
        Assert.Equal(one.Scores, other.Scores);
        Assert.Contains("5 samples give", Assert.Throws<InvalidRequestException>(() => Of(kind).Calibrate([normal.Slice(0, 2), normal.Slice(2, 3)])).Message, StringComparison.Ordinal);
        Assert.Equal("acme/north", Of(kind).ToManifest(new ExpertId("online", "1"), [AssetPath.Parse("acme/north")]).Assets[0].ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_AfterRows_ScoresAsNew(OnlineDetectorKind kind)
    {
        var series = Noise(500, 3, seed: 2);
        var detector = Of(kind).Create();
        var first = Enumerable.Range(0, series.Length).Select(t => detector.Push(series[t])).ToArray();
        detector.Reset();
        Assert.Equal(first, Enumerable.Range(0, series.Length).Select(t => detector.Push(series[t])));
        Assert.Contains(first, double.IsFinite);
        Assert.Throws<ArgumentException>(() => detector.Push([1]));
    }

    [Fact]
    public void RunLengths_FewValues_AreThoseOfAllPartitions()
    {
        // The probability of a run length is the share of all ways to cut the values into runs that end with a run of that length.
        var random = new Random(3);
        const int Count = 9;
        var values = Enumerable.Range(0, Count).Select(t => random.NextDouble() + (t < 5 ? 0 : 4)).ToArray();
        var runs = new RunLengths(10, 20, 0.5);
        runs.Begin(1, 2);
        Array.ForEach(values, runs.Push);
        var (weights, hazard) = (new double[Count + 1], 0.1);
        for (var cuts = 0; cuts < 1 << Count; cuts++)
        {
            // Bit t says that a change follows value t.
            var (log, begin) = (0.0, 0);
            for (var t = 0; t < Count; t++)
            {
                var change = ((cuts >> t) & 1) == 1;
                log += Math.Log(change ? hazard : 1 - hazard);
                if (change || t == Count - 1)
                {
                    log += Evidence(values[begin..(t + 1)], 1, 0.5, 0.5, 1);
                    begin = change ? t + 1 : begin;
                }
            }

            weights[Count - begin] += Math.Exp(log);
        }

        for (var run = 0; run <= Count; run++)
        {
            Assert.Equal(weights[..(run + 1)].Sum() / weights.Sum(), runs.AtMost(run), 1e-9);
        }
    }

    [Fact]
    public void RunLengths_LongRunsAndWildValues_StayProbabilities()
    {
        var random = new Random(1);
        var runs = new RunLengths(1_000, 10, 0.01);
        for (var t = 0; t < 500; t++)
        {
            runs.Push(t % 100 == 99 ? 1e300 : t % 100 == 50 ? -1e150 : random.NextDouble());
            Assert.InRange(runs.AtMost(5), 0, 1);
            Assert.Equal(1, runs.AtMost(10), 1e-9);
        }
    }

    [Fact]
    public void CusumDetector_Shift_SaysWhenItBeganAndHoldsIt()
    {
        var detector = new CusumDetector(2, new CusumOptions { Hold = 30 });
        var series = Noise(600, 2, seed: 4);
        var above = 0;
        for (var t = 0; t < series.Length; t++)
        {
            above += detector.Push([series[t][0], series[t][1] + (t < 400 ? 0 : 3)]) > 1 ? 1 : 0;
        }

        Assert.InRange(detector.LastChange!.Value, 396, 404);
        Assert.Equal(30, above);
    }

    [Fact]
    public void ToManifest_OptionsWrong_NamesThem()
    {
        var id = new ExpertId("d", "1");
        Assert.Equal("cusum", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.Cusum) with { Cusum = new CusumOptions { Hold = 0 } }).ToManifest(id)).Field);
        Assert.Equal("leftDiscord", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.LeftDiscord) with { LeftDiscord = new LeftDiscordOptions { Window = 3 } }).ToManifest(id)).Field);
        Assert.Equal("leftDiscord", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.LeftDiscord) with { LeftDiscord = new LeftDiscordOptions { Limit = 2 } }).ToManifest(id)).Field);
        Assert.Equal("halfLife", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.HalfLife) with { HalfLife = new HalfLifeOptions { WarmUp = 0 } }).ToManifest(id)).Field);
        Assert.Equal("channels", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.HalfLife) with { Channels = ["a", "a"] }).ToManifest(id)).Field);
        Assert.Equal("clear", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.HalfLife) with { Clear = 2 }).ToManifest(id)).Field);
        foreach (var options in new BayesianChangeOptions[] { new() { MeanRun = 1 }, new() { MaxRun = 1 }, new() { Recent = 300 }, new() { WarmUp = 20 }, new() { PriorWeight = 0 }, new() { Limit = 1 } })
        {
            Assert.Equal("bayesianChange", Assert.Throws<InvalidRequestException>(() => (Of(OnlineDetectorKind.BayesianChange) with { BayesianChange = options }).ToManifest(id)).Field);
        }

        Assert.Throws<InvalidRequestException>(() => Of(OnlineDetectorKind.Cusum).Calibrate(Noise(110, 3, seed: 1)));
        Assert.Throws<InvalidRequestException>(() => Of(OnlineDetectorKind.Cusum).Calibrate(Noise(500, 2, seed: 1)));
    }

    [Fact]
    public void Load_ManifestWithAWrongOption_NamesItsField()
    {
        using var saved = new SavedExpert(folder => Of(OnlineDetectorKind.Cusum).Save(new ExpertId("d", "1"), folder));
        var path = Path.Combine(saved.Folder, ManifestReader.FileName);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"limit\": 8", "\"limit\": -8", StringComparison.Ordinal));
        Assert.Contains("code.cusum", Assert.Throws<InvalidManifestException>(() => StreamingDetectors.Load(saved.Folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"limit\"", "\"limits\"", StringComparison.Ordinal));
        Assert.Throws<InvalidManifestException>(() => StreamingDetectors.LoadCalibrated(saved.Folder));
    }

    internal static OnlineDetector Of(OnlineDetectorKind kind, int channels = 3) => new()
    {
        Detector = kind,
        Channels = [.. Enumerable.Range(0, channels).Select(c => $"c{c}")],
        HalfLife = kind == OnlineDetectorKind.HalfLife ? new HalfLifeOptions { Fast = 16, Slow = 1_000, WarmUp = 100 } : null,
        LeftDiscord = kind == OnlineDetectorKind.LeftDiscord ? new LeftDiscordOptions { Window = 16, History = 512, WarmUp = 100 } : null,
        Cusum = kind == OnlineDetectorKind.Cusum ? new CusumOptions() : null,
    };

    // Waves for the shapes, noise for the levels.
    private static Series Noise(int length, int channels, int seed, OnlineDetectorKind kind = OnlineDetectorKind.HalfLife)
    {
        var random = new Random(seed);
        var values = new float[length * channels];
        for (var at = 0; at < values.Length; at++)
        {
            var gauss = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            values[at] = (float)((at % channels * 10) + (kind == OnlineDetectorKind.LeftDiscord ? 5 * Math.Sin(at / channels / 4.0) : 0) + (0.5 * gauss));
        }

        return TestData.Of(values, channels);
    }

    private static Series Changed(Series series, OnlineDetectorKind kind)
    {
        var values = series.Values.ToArray();
        for (var t = series.Length - 16; t < series.Length; t++)
        {
            // A shape, where shapes are looked at, else a level.
            values[(t * 3) + 1] = kind == OnlineDetectorKind.LeftDiscord ? 10 + (5 * (t / 2 % 2)) : values[(t * 3) + 1] + 4;
        }

        return series with { Values = values };
    }

    // Evidence of one run under the normal-inverse-gamma prior (Murphy 2007).
    private static double Evidence(double[] run, double mean, double weight, double shape, double scale)
    {
        var (n, average) = (run.Length, run.Average());
        var (newWeight, newShape) = (weight + n, shape + (n / 2.0));
        var newScale = scale + (run.Sum(value => (value - average) * (value - average)) / 2) + (weight * n * (average - mean) * (average - mean) / (2 * newWeight));
        return SpecialFunctions.GammaLn(newShape) - SpecialFunctions.GammaLn(shape) + (shape * Math.Log(scale)) - (newShape * Math.Log(newScale))
            + (0.5 * Math.Log(weight / newWeight)) - (n / 2.0 * Math.Log(2 * Math.PI));
    }
}
