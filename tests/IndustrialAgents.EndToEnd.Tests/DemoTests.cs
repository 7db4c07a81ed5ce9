using System.Globalization;
using System.Text.RegularExpressions;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed partial class DemoTests
{
    private const double MaxMebibytes = 600;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_Simulated_DetectsFaultsAndEnds() => await PlayAsync(["demo"], minimumF1: 0.6);

    [Fact]
    public async Task Demo_Recorded_DetectsFaultsAndEnds()
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(data is null, "IA_DATA is not set: no recorded plant data");
        await PlayAsync(["demo", "--data", data!], minimumF1: 0.7);
    }

    private static async Task PlayAsync(string[] arguments, double minimumF1)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(arguments, Token);
        Assert.True(exitCode == 0, errors + output);
        Assert.True(Number(F1(), output) >= minimumF1, output);
        Assert.True(Number(Memory(), output) < MaxMebibytes, output);
        Assert.Contains("merged diagnosis", output);
        Assert.Contains("decision ", output);
    }

    private static double Number(Regex pattern, string output)
    {
        var match = pattern.Match(output);
        Assert.True(match.Success, output);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"F1 ([\d.]+)")]
    private static partial Regex F1();

    [GeneratedRegex(@"peak memory (\d+)")]
    private static partial Regex Memory();
}
