namespace IndustrialAgents.Experts.Language.Tests;

public sealed class EvaluationTests
{
    [Fact]
    public async Task Fmc_RealData_IsAboutAsGoodAsLogisticRegression()
    {
        var figures = await FmcEvaluation.RunAsync(TestData.Root, new Progress<string>(), TestContext.Current.CancellationToken);

        Assert.Equal(["fmc/test/selected/accuracy", "fmc/test/selected/macro_f1"], figures.Select(figure => figure.Name));
        Assert.InRange(figures[0].Value, 0.70, 0.85);
        Assert.InRange(figures[1].Value, 0.45, 0.70);
        Assert.Contains("95% interval", figures[0].Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadTable_QuotedCells_AreOneCell()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "id,text,label\r\n1,\"a, \"\"b\"\"\nc\",x\r\n2,unlabelled,\r\n3,d,y");

            Assert.Equal([("a, \"b\"\nc", "x"), ("d", "y")], LabelledTexts.ReadTable(path, "text", "label"));
            Assert.Throws<InvalidDataException>(() => LabelledTexts.ReadTable(path, "text", "missing"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ReadChats_LineOfAnotherForm_NamesIt()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                {"messages":[{"role":"user","content":"leaks"},{"role":"assistant","content":"Leak"}]}
                {"messages":[{"role":"user"}]}
                """);

            Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => LabelledTexts.ReadChats(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Interval_HalfOfTen_IsWilsons() => Assert.Equal("0.237 to 0.763", new TextScores(["a", "a", "a", "a", "a", "b", "b", "b", "b", "b"], [.. Enumerable.Repeat("a", 10)]).Interval());

    [Fact]
    public void Scores_OfNamedLabels_AreAccuracyAndMacroF1()
    {
        var scores = new TextScores(["a", "a", "b", "c"], ["a", "b", "b", "b"]);

        Assert.Equal(0.5, scores.Accuracy);
        Assert.Equal(((2.0 / 3) + 0.5 + 0) / 3, scores.MacroF1, 1e-12);
    }
}
