namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class AlarmRuleTests
{
    private static readonly ScoreCalibration Calibration = ScoreCalibration.Of(Enumerable.Range(1, 999).Select(i => i / 1000.0).ToArray());

    [Fact]
    public void Push_WithoutARate_LimitDecidesAndItsRateIsTold()
    {
        var detector = Detector(new AlarmRule { Calibration = Calibration });
        Assert.Equal((1, 0.001), (detector.Threshold, detector.FalseAlarmRate));
        Assert.Null(detector.PValue);
        detector.Push([0.9505f]);
        Assert.False(detector.IsRaised);
        Assert.InRange(detector.PValue!.Value, 0.05, 0.0535);
        detector.Push([1.5f]);
        Assert.True(detector.IsRaised);
        Assert.True(detector.PValue < 0.001);
    }

    [Fact]
    public void Push_StatedRate_SetsTheLevel()
    {
        var detector = Detector(new AlarmRule { Calibration = Calibration, FalseAlarmRate = 0.1 });
        Assert.Equal(0.9, detector.Threshold, 2e-3);
        Assert.Equal(0.1, detector.FalseAlarmRate);
        var alarms = Enumerable.Range(0, 1000).Count(i =>
        {
            detector.Push([i / 1000f]);
            return detector.IsRaised;
        });
        Assert.InRange(alarms, 90, 110);
    }

    [Fact]
    public void Push_MedianAndHysteresis_NeedMoreThanHalfAndAFallBelow()
    {
        var detector = Detector(new AlarmRule { Recent = 3, Clear = 0.5, RowsToClear = 2 });
        bool[] raised = [.. new[] { 9, 9, 0, 0, 9, 9, 0.7f, 0.7f, 0.4f, 0.4f, 0.4f }.Select(value =>
        {
            detector.Push([value]);
            return detector.IsRaised;
        })];
        Assert.Equal([false, false, true, true, false, true, true, true, true, true, false], raised);
        Assert.Null(detector.PValue);
        Assert.Null(detector.FalseAlarmRate);
        var again = Detector(new AlarmRule { Recent = 3 });
        again.Push([9]);
        again.Reset();
        again.Push([0]);
        Assert.Equal(0, again.Push([0]));
    }

    [Fact]
    public void Push_ClearRate_LastsUntilScoresAreUsualAgain()
    {
        var detector = Detector(new AlarmRule { Calibration = Calibration, ClearRate = 0.2 });
        bool[] raised = [.. new[] { 0.99f, 1.1f, 0.95f, 0.81f, 0.7f, 0.95f }.Select(value =>
        {
            detector.Push([value]);
            return detector.IsRaised;
        })];
        Assert.Equal([false, true, true, true, false, false], raised);
        Assert.Equal(0.5, new AlarmRule { Calibration = Calibration, FalseAlarmRate = 0.5, ClearRate = 0.01 }.ClearLevel, 0.02);
    }

    [Fact]
    public void Constructor_RuleWrong_NamesTheOption()
    {
        foreach (var (rule, option) in new (AlarmRule, string)[]
        {
            (new AlarmRule { Recent = 0 }, "recent"),
            (new AlarmRule { Least = 0 }, "least"),
            (new AlarmRule { Clear = 0 }, "clear"),
            (new AlarmRule { Clear = 1.1 }, "clear"),
            (new AlarmRule { RowsToRaise = 0 }, "rowsToRaise"),
            (new AlarmRule { RowsToClear = 0 }, "rowsToClear"),
            (new AlarmRule { Sharpness = double.NaN }, "sharpness"),
            (new AlarmRule { FalseAlarmRate = 0.1 }, "falseAlarmRate"),
            (new AlarmRule { FalseAlarmRate = 1, Calibration = Calibration }, "falseAlarmRate"),
            (new AlarmRule { FalseAlarmRate = 0.01, Calibration = ScoreCalibration.Of([1, 2]) }, "falseAlarmRate"),
            (new AlarmRule { FalseAlarmRate = 0.6, Calibration = ScoreCalibration.Of([0, 0, 0, 1]) }, "falseAlarmRate"),
            (new AlarmRule { ClearRate = 0.1 }, "clearRate"),
            (new AlarmRule { ClearRate = 0, Calibration = Calibration }, "clearRate"),
            (new AlarmRule { Calibration = Calibration with { Count = 1 } }, "calibration"),
        })
        {
            Assert.Equal(option, Assert.Throws<InvalidRequestException>(() => Detector(rule)).Field);
        }
    }

    [Fact]
    public async Task AskAsync_CalibratedExpert_SaysPValueRateAndBlameAsTheStreamingForm()
    {
        var series = TestData.Swinging(700, 3);
        var model = PcaModel.Fit(series.Slice(0, 500));
        using var saved = new SavedExpert(model.ToExpert(new ExpertId("d", "1")));
        Assert.True(model.Calibration!.Count > 400);
        var values = series.Values.ToArray();
        for (var t = 660; t < 700; t++)
        {
            values[(t * 3) + 1] += 20;
        }

        var faulty = series with { Values = values };
        foreach (var window in new[] { series.Slice(500, 200), faulty.Slice(500, 200) })
        {
            var answer = await saved.AskAsync<AnomalyScores>(window, ExpertTask.Detect);
            var streaming = StreamingDetectors.LoadCalibrated(saved.Folder);
            for (var t = 0; t < window.Length; t++)
            {
                streaming.Push(window[t]);
            }

            Assert.Equal(streaming.IsRaised, answer.IsAnomalous);
            Assert.Equal(streaming.PValue!.Value, answer.PValue!.Value, 1e-6 * answer.PValue.Value);
            Assert.Equal(streaming.FalseAlarmRate, answer.FalseAlarmRate);
            Assert.Equal(streaming.Threshold, answer.Threshold);
            Assert.True(answer.FalseAlarmRate is > 0 and < 0.05, $"{answer.FalseAlarmRate}");
            Assert.Equal(answer.IsAnomalous, answer.PValue < answer.FalseAlarmRate / 10);
        }

        // The first two channels are nearly one quantity, between which principal components cannot tell.
        Assert.NotEqual("c2", (await saved.AskAsync<AnomalyScores>(faulty, ExpertTask.Detect)).Blame[0].Channel);
    }

    [Theory]
    [MemberData(nameof(StreamingDetectorTests.Kinds), MemberType = typeof(StreamingDetectorTests))]
    public async Task PValue_NewNormalRows_IsSmallAboutAsOftenAsStated(string kind)
    {
        // Where limits differ more from block to block than scores do, p-values are on the safe side.
        var series = TestData.Swinging(3_000, 3);
        var (fitted, _) = StreamingDetectorTests.Fit(kind, series.Slice(0, 1_000));
        using var saved = new SavedExpert(fitted);
        var answer = await saved.AskAsync<AnomalyScores>(series.Slice(0, 100), ExpertTask.Detect);
        Assert.NotNull(answer.FalseAlarmRate);
        var detector = StreamingDetectors.LoadCalibrated(saved.Folder);
        var (unusual, judged) = (0, 0);
        for (var t = 1_000; t < series.Length; t++)
        {
            detector.Push(series[t]);
            unusual += detector.PValue <= 0.05 ? 1 : 0;
            judged += detector.PValue is not null ? 1 : 0;
        }

        Assert.True(judged > 1_900);
        Assert.InRange((double)unusual / judged, kind is "isolation-forest" or "multiscale" ? 0 : 0.01, 0.1);
    }

    [Fact]
    public void Calibration_TooLittleToFitOnParts_IsNone()
    {
        Assert.Null(PcaModel.Fit(TestData.Swinging(12, 2)).Calibration);
        Assert.Null(PcaModel.FromGraph(PcaModel.Fit(TestData.Swinging(99, 2)).ToGraph()).Calibration);
        Assert.NotNull(PcaModel.Fit(TestData.Swinging(200, 2)).Calibration);
    }

    private static CalibratedDetector Detector(AlarmRule rule) => new(new Echo(), rule);

    /// <summary>Its score is the row's value.</summary>
    private sealed class Echo : IBlamingDetector
    {
        public int Channels => 1;

        public double Threshold => 1;

        public double Push(ReadOnlySpan<float> row) => row[0];

        public void Blame(Span<double> contributions) => contributions[0] = 1;

        public void Reset()
        {
        }
    }
}
