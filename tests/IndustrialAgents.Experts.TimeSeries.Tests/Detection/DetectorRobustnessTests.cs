namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

/// <summary>What becomes of the data that plants really have, with every detector: a clear error or an answer without NaN.</summary>
public sealed class DetectorRobustnessTests
{
    public static TheoryData<string> Fitted => StreamingDetectorTests.Kinds;

    public static TheoryData<string> Online => [.. Enum.GetNames<OnlineDetectorKind>()];

    public static TheoryData<string> All => [.. StreamingDetectorTests.Kinds.Select(kind => kind.Data), .. Enum.GetNames<OnlineDetectorKind>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Push_ConstantInfiniteOrVanishedChannel_IsNeverNaN(string kind)
    {
        var (series, detector) = Make(kind);
        var contributions = new double[3];
        for (var t = 0; t < 400; t++)
        {
            var score = detector.Push([t is > 200 and < 210 ? float.PositiveInfinity : series[t][0], 7, t > 300 ? float.NaN : series[t][2]]);
            detector.Blame(contributions);
            Assert.True(t < 200 || double.IsFinite(score), $"{score} at {t}");
            Assert.All(contributions, value => Assert.True(double.IsFinite(value), $"{value} at {t}"));
        }

        Assert.True(double.IsFinite(detector.Push([float.NaN, float.NaN, float.NaN])));
        Assert.True(double.IsFinite(detector.Push([1e30f, -1e30f, 1e-30f])));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AskAsync_DamagedWindows_ErrorOrAnswerWithoutNaN(string kind)
    {
        var (series, _) = Make(kind);
        using var saved = Save(kind);
        var quality = new SampleQuality[series.Values.Length];
        var values = series.Values.ToArray();
        for (var t = 350; t < 400; t++)
        {
            (values[t * 3], quality[t * 3]) = (float.NaN, SampleQuality.Bad);
        }

        // A channel that disappears on the way.
        Check(await saved.AskAsync<AnomalyScores>(series with { Values = values, Quality = quality }, ExpertTask.Detect));

        // Constant from now on.
        Check(await saved.AskAsync<AnomalyScores>(series with { Values = Enumerable.Repeat(5f, series.Values.Length).ToArray() }, ExpertTask.Detect));

        // One row, no row, a channel that was never there.
        await ErrorOrAnswer(saved, series.Slice(0, 1));
        await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<AnomalyScores>(series.Slice(0, 0), ExpertTask.Detect));
        var missing = await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<AnomalyScores>(TestData.Swinging(400, 2), ExpertTask.Detect));
        Assert.Contains("c2", missing.Message, StringComparison.Ordinal);

        // A column without any value.
        for (var t = 0; t < 400; t++)
        {
            (values[(t * 3) + 1], quality[(t * 3) + 1]) = (float.NaN, SampleQuality.Bad);
        }

        await ErrorOrAnswer(saved, series with { Values = values, Quality = quality });
    }

    [Theory]
    [MemberData(nameof(Fitted))]
    public void Fit_ChannelMissingOrOneRow_Throws(string kind)
    {
        var values = TestData.Swinging(400, 2).Values.ToArray();
        for (var at = 1; at < values.Length; at += 2)
        {
            values[at] = at % 4 == 1 ? float.NaN : float.NegativeInfinity;
        }

        Assert.Throws<InvalidRequestException>(() => StreamingDetectorTests.Fit(kind, TestData.Of(values, 2)));
        Assert.Throws<InvalidRequestException>(() => StreamingDetectorTests.Fit(kind, TestData.Swinging(1, 2)));
    }

    [Theory]
    [MemberData(nameof(Online))]
    public void Calibrate_ChannelMissingOrOneRow_Throws(string kind)
    {
        var detector = OnlineDetectorTests.Of(Enum.Parse<OnlineDetectorKind>(kind));
        Assert.Throws<InvalidRequestException>(() => detector.Calibrate(TestData.Swinging(1, 3)));
        Assert.Throws<InvalidRequestException>(() => detector.Calibrate(TestData.Swinging(400, 2)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Push_SteadyState_AllocatesNothing(string kind)
    {
        var (series, detector) = Make(kind);
        for (var t = 0; t < 400; t++)
        {
            detector.Push(series[t]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 0; t < 100; t++)
        {
            detector.Push(series[t]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task ErrorOrAnswer(SavedExpert saved, Series series)
    {
        try
        {
            Check(await saved.AskAsync<AnomalyScores>(series, ExpertTask.Detect));
        }
        catch (InvalidRequestException e)
        {
            Assert.StartsWith("inputs.", e.Field, StringComparison.Ordinal);
        }
    }

    private static void Check(AnomalyScores answer)
    {
        Assert.All(answer.Scores.ToArray(), score => Assert.True(double.IsFinite(score), $"{score}"));
        Assert.InRange(answer.Probability, 0, 1);
        Assert.InRange(answer.Confidence!.Value, 0, 1);
        Assert.True(answer.PValue is null or (> 0 and <= 1), $"{answer.PValue}");
        Assert.All(answer.Blame, share => Assert.InRange(share.Share, 0, 1));
    }

    // The middle channel is constant.
    private static Series Data()
    {
        var values = TestData.Swinging(400, 3).Values.ToArray();
        for (var at = 1; at < values.Length; at += 3)
        {
            values[at] = 7;
        }

        return TestData.Of(values, 3);
    }

    private static (Series Series, IBlamingDetector Detector) Make(string kind) => (Data(), Enum.TryParse<OnlineDetectorKind>(kind, out var online)
        ? OnlineDetectorTests.Of(online).Create()
        : StreamingDetectorTests.Fit(kind, Data()).Detector);

    private static SavedExpert Save(string kind) => Enum.TryParse<OnlineDetectorKind>(kind, out var online)
        ? new SavedExpert(folder => OnlineDetectorTests.Of(online).Save(new ExpertId("d", "1"), folder))
        : new SavedExpert(StreamingDetectorTests.Fit(kind, Data()).Fitted);
}
