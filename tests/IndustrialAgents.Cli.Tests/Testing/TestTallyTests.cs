using IndustrialAgents.Cli.Testing;

namespace IndustrialAgents.Cli.Tests.Testing;

public sealed class TestTallyTests
{
    private const string Results =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
          <UnitTestResult testName="a" outcome="Passed" />
          <UnitTestResult testName="b" outcome="Passed" />
          <UnitTestResult testName="c" outcome="Failed"><Output><ErrorInfo><Message>broke</Message></ErrorInfo></Output></UnitTestResult>
          <UnitTestResult testName="d" outcome="NotExecuted"><Output><ErrorInfo><Message>no data</Message></ErrorInfo></Output></UnitTestResult>
        </Results></TestRun>
        """;

    [Fact]
    public void AddResults_ResultsOfEachKind_AddsThemUp()
    {
        var tally = new TestTally();
        Assert.Equal((2, 1, 1), Add(tally, Results, exitCode: 1));
        Assert.Equal("2 passed, 1 failed, 1 skipped", tally.ToString());
        Assert.Equal(["1 x no data"], tally.SkipReasons);
    }

    [Fact]
    public void AddResults_NothingFailedButTheRunBrokeOff_CountsAFailure() =>
        Assert.Equal(1, Add(new TestTally(), Results.Replace("Failed", "Passed", StringComparison.Ordinal), exitCode: 134).Failed);

    [Fact]
    public void AddResults_NoFile_CountsAFailure() => Assert.Equal((0, 1, 0), new TestTally().AddResults("project", null, 0));

    [Fact]
    public void AddResults_BrokenFile_CountsAFailure() => Assert.Equal(1, Add(new TestTally(), Results[..^20], exitCode: 0).Failed);

    [Fact]
    public void Add_Check_Counts()
    {
        var tally = new TestTally();
        tally.Add("formatting", passed: true);
        tally.Add("formatting", passed: false);
        Assert.Equal("1 passed, 1 failed, 0 skipped", tally.ToString());
    }

    private static (int Passed, int Failed, int Skipped) Add(TestTally tally, string results, int exitCode)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, results);
            return tally.AddResults("project", file, exitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
