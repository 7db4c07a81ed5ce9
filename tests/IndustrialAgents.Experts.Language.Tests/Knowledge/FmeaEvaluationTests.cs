namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class FmeaEvaluationTests
{
    [Fact]
    public async Task Run_RealData_FindsRowsAndComputes()
    {
        var figures = await FmeaEvaluation.RunAsync(TestData.Root, new Progress<string>(), TestContext.Current.CancellationToken);

        foreach (var figure in figures)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{figure.Name} {figure.Value:0.000} {figure.Unit}; {figure.Protocol}; {figure.Reference}");
        }

        var values = figures.ToDictionary(figure => figure.Name, figure => figure.Value, StringComparer.Ordinal);
        Assert.InRange(values["fmea/lookup/selected/hit1"], 0.2, values["fmea/lookup/selected/hit5"]);
        Assert.InRange(values["fmea/lookup/selected/hit5"], 0.75, 1);
        Assert.InRange(values["fmea/lookup/selected/mrr"], 0.6, 1);
        Assert.Contains("23 look-ups", figures[0].Protocol, StringComparison.Ordinal);
        Assert.StartsWith("BM25 .304 (here .304)", figures[0].Reference, StringComparison.Ordinal);
        Assert.InRange(values["fmea/aggregate/correct"], 8, 12);
    }
}
