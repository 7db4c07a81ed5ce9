namespace IndustrialAgents.Experts.TimeSeries.Tests.Evaluation;

public sealed class EvaluationTests
{
    [Fact]
    public async Task SkabEvaluation_RecordedRuns_AsMeasured()
    {
        var figures = await Run(SkabEvaluation.RunAsync, "skab");
        Assert.InRange(figures["skab/valve1/selected/f1"], 0.85, 1);
        Assert.InRange(figures["skab/valve1/selected/false_alarm_rate"], 0, 0.15);
        Assert.InRange(figures["skab/valve1/selected/missed_rate"], 0, 0.18);
        Assert.InRange(figures["skab/valve1/cross-validated/f1"], 0.85, 1);
        Assert.InRange(figures["skab/valve1/cross-validated/false_alarm_rate"], 0, 0.15);
        Assert.InRange(figures["skab/valve1/cross-validated/missed_rate"], 0, 0.19);
        Assert.InRange(figures["skab/valve1/pca/f1"], 0.74, 1);
        Assert.InRange(figures["skab/valve1/pca/false_alarm_rate"], 0, 0.54);
        Assert.InRange(figures["skab/valve1/pca/missed_rate"], 0, 0.14);
        Assert.InRange(figures["skab/valve1/ridge-residual/f1"], 0.835, 1);
        Assert.InRange(figures["skab/valve1/ridge-residual/false_alarm_rate"], 0, 0.17);
        Assert.InRange(figures["skab/valve1/ridge-residual/missed_rate"], 0, 0.18);
    }

    [Fact]
    public async Task TepEvaluation_RecordedRuns_AsMeasured()
    {
        var figures = await Run(TepEvaluation.RunAsync, "tep");
        Assert.InRange(figures["tep/d00/selected/false_alarm_rate"], 0, 0.05);
        Assert.InRange(figures["tep/d01/selected/detection_rate"], 0.99, 1);
        Assert.InRange(figures["tep/d04/selected/detection_rate"], 0.99, 1);
        Assert.InRange(figures["tep/d05/selected/detection_rate"], 0.9, 1);
        Assert.InRange(figures["tep/d05/pca/detection_rate"], 0.3, 0.5);
    }

    [Fact]
    public async Task NabEvaluation_RecordedSeries_AboveWindowedGaussian()
    {
        var figures = await Run(NabEvaluation.RunAsync, "nab");
        string[] series = ["ambient_temperature_system_failure", "cpu_utilization_asg_misconfiguration", "machine_temperature_system_failure"];
        Assert.All(series, name => Assert.True(figures[$"nab/{name}/selected/score"] > figures[$"nab/{name}/windowed-gaussian/score"]));
        Assert.InRange(series.Average(name => figures[$"nab/{name}/selected/score"]), 65, 100);
        Assert.True(series.Average(name => figures[$"nab/{name}/selected/score"]) > series.Average(name => figures[$"nab/{name}/windowed-gaussian-events/score"]));
        Assert.InRange(series.Average(name => figures[$"nab/{name}/cross-validated/score"]), 45, 60);
    }

    [Fact]
    public async Task EttEvaluation_RecordedHours_AsMeasured()
    {
        var figures = await Run((data, progress, token) => EttEvaluation.RunAsync(data, [96], progress, token), "ett");
        Assert.InRange(figures["ett/h96/selected/mse"], 0.3, 0.366);
        Assert.InRange(figures["ett/h96/selected/mae"], 0.3, 0.4);
        Assert.InRange(figures["ett/h96/selected/coverage80"], 0.7, 0.9);
        Assert.Equal(0.3639, figures["ett/h96/ridge-512-last/mse"], 0.0005);
        Assert.Equal(0.3694, figures["ett/h96/ridge-336-last/mse"], 0.0005);
        Assert.Equal(0.3667, figures["ett/h96/ridge-512-mean/mse"], 0.0005);
        Assert.Equal(1.294, figures["ett/h96/repeat-last/mse"], 0.001);
        Assert.Equal(0.713, figures["ett/h96/repeat-last/mae"], 0.001);
        Assert.Equal(0.512, figures["ett/h96/seasonal-naive/mse"], 0.001);
        Assert.Equal(0.433, figures["ett/h96/seasonal-naive/mae"], 0.001);
    }

    [Fact]
    public async Task EttEvaluation_ThirtyDaysAhead_AsMeasured()
    {
        var figures = await Run((data, progress, token) => EttEvaluation.RunAsync(data, [720], progress, token), "ett");
        Assert.InRange(figures["ett/h720/selected/mse"], 0.4, 0.436);
        Assert.Equal(1.335, figures["ett/h720/repeat-last/mse"], 0.001);
        Assert.Equal(0.655, figures["ett/h720/seasonal-naive/mse"], 0.001);
        Assert.Equal(0.4327, figures["ett/h720/ridge-336-last/mse"], 0.0005);
        Assert.Equal(0.4369, figures["ett/h720/ridge-512-last/mse"], 0.0005);
    }

    [Fact]
    public async Task CwruEvaluation_RecordedBearings_AsMeasured()
    {
        var figures = await Run((data, progress, token) => CwruEvaluation.RunAsync(data, ["spectrum"], progress, token), "cwru");
        Assert.Equal(1, figures["cwru/clean/spectrum/accuracy"]);
        Assert.InRange(figures["cwru/snr0/spectrum/accuracy"], 0.98, 1);
    }

    [Fact]
    public async Task CmapssEvaluation_RecordedEngines_AsMeasured()
    {
        var figures = await Run(CmapssEvaluation.RunAsync, "cmapss");
        Assert.InRange(figures["cmapss/fd001/selected/rmse"], 8, 11.8);
        Assert.InRange(figures["cmapss/fd001/selected/coverage90"], 0.87, 0.93);
        Assert.InRange(figures["cmapss/fd001/selected/width90"], 10, 40);
    }

    [Fact]
    public async Task Ai4iEvaluation_RecordedMachines_AsMeasured()
    {
        var figures = await Run((data, progress, token) => Ai4iEvaluation.RunAsync(data, [TableLearner.Boosted], progress, token), "ai4i");
        Assert.InRange(figures["ai4i/boosted/f1"], 0.85, 0.95);
    }

    [Fact]
    public async Task RunAsync_NoData_SaysWhatIsMissing()
    {
        var folder = AppContext.BaseDirectory;
        var cancellation = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<InvalidRequestException>(() => SkabEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => TepEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => NabEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => EttEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => CwruEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => CmapssEvaluation.RunAsync(folder, null, cancellation));
        await Assert.ThrowsAsync<InvalidRequestException>(() => Ai4iEvaluation.RunAsync(folder, null, cancellation));
    }

    [Theory]
    [InlineData("1 1 0.1 0.2")]
    [InlineData("x 1 0 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21")]
    [InlineData("1 1 0 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 NaN")]
    public void CmapssEvaluation_LineOfAnotherForm_SaysWhich(string line)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "1 1 0 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21\n");
            Assert.Equal(24, Assert.Single(CmapssEvaluation.ReadRuns(path)).Channels.Count);
            File.AppendAllText(path, line);
            Assert.Contains("line 2", Assert.Throws<InvalidRequestException>(() => CmapssEvaluation.ReadRuns(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void DetectionCounts_Rows_GiveTheRates()
    {
        var counts = new DetectionCounts();
        Assert.Equal((0, 0, 0), (counts.F1, counts.FalseAlarmRate, counts.MissedAlarmRate));
        foreach (var (alarm, anomalous) in new[] { (true, true), (true, true), (true, false), (false, true), (false, false), (false, false), (false, false) })
        {
            counts = counts.With(alarm, anomalous);
        }

        Assert.Equal(new DetectionCounts(2, 1, 1, 3), counts);
        Assert.Equal(2.0 / 3, counts.F1, 1e-12);
        Assert.Equal(0.25, counts.FalseAlarmRate);
        Assert.Equal(1.0 / 3, counts.MissedAlarmRate, 1e-12);
    }

    private static async Task<Dictionary<string, double>> Run(
        Func<string, IProgress<string>?, CancellationToken, Task<IReadOnlyList<Figure>>> evaluate, string folder)
    {
        var root = TestData.Require("timeseries", folder);
        var output = TestContext.Current.TestOutputHelper;
        var figures = await evaluate(root, null, TestContext.Current.CancellationToken);
        foreach (var figure in figures)
        {
            output?.WriteLine($"{figure.Name} {figure.Value:f4}");
        }

        return figures.ToDictionary(figure => figure.Name, figure => figure.Value);
    }
}
