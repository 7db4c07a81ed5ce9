using System.Globalization;
using System.Text;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed class FitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forecast_AddMergeForget_LearnsOnAndAnswers()
    {
        using var home = new TemporaryHome();
        var (past, later, wrong) = (WriteSwing(home, "past", 600, 1), WriteSwing(home, "later", 200, 2), WriteSwing(home, "wrong", 300, 3));
        var expert = Path.Combine(home.Experts, "line");
        await FitAsync("forecast", "--data", past, "--horizon", "12", "--method", "ridge", "--look-back", "48", "--out", expert);
        var first = Weights(expert);

        var added = await FitAsync("forecast", "--from", expert, "--data", wrong, "--out", Path.Combine(home.Path, "worse"));
        Assert.Contains("windows added", added);
        Assert.NotEqual(first, Weights(Path.Combine(home.Path, "worse")));
        await FitAsync("forecast", "--from", Path.Combine(home.Path, "worse"), "--forget", wrong, "--out", Path.Combine(home.Path, "again"));
        Assert.Equal(first, Weights(Path.Combine(home.Path, "again")), (a, b) => Math.Abs(a - b) < 1e-6);

        await FitAsync("forecast", "--from", expert, "--data", later, "--out", Path.Combine(home.Path, "both"));
        await FitAsync("forecast", "--like", expert, "--data", later, "--out", Path.Combine(home.Path, "other"));
        await FitAsync("forecast", "--from", expert, "--merge", Path.Combine(home.Path, "other"), "--out", Path.Combine(home.Path, "merged"));
        Assert.Equal(Weights(Path.Combine(home.Path, "both")), Weights(Path.Combine(home.Path, "merged")), (a, b) => Math.Abs(a - b) < 1e-8);

        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "--task", "forecast", "--series", past, "--home", home.Path, "--json"], Token);
        Assert.True(exitCode == 0, errors);
        var forecast = Assert.IsType<Forecast>(JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!.Output);
        Assert.Equal(Swing(600), forecast.Median.Span[0], 0.5);
    }

    [Theory]
    [InlineData("ridge-residual")]
    [InlineData("pca")]
    [InlineData("canonical-variates")]
    [InlineData("mset")]
    [InlineData("isolation-forest")]
    public async Task Detect_EveryMethod_FitsAnExpertThatAnswers(string method)
    {
        using var home = new TemporaryHome();
        var normal = WriteSwing(home, "normal", 500, 1);
        await FitAsync("detect", "--data", normal, "--rows", "400", "--leave-out", "label", "--method", method, "--out", Path.Combine(home.Experts, "rig"), "--id", "rig@7");
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "--task", "detect", "--series", normal, "--home", home.Path, "--json"], Token);
        Assert.True(exitCode == 0, errors);
        var answer = JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!;
        Assert.IsType<AnomalyScores>(answer.Output);
        Assert.Equal("rig@7", Assert.Single(answer.Contributions).Expert.ToString());
    }

    [Fact]
    public async Task Classify_TableOfTexts_FitsAnExpertThatAnswers()
    {
        using var home = new TemporaryHome();
        var table = new StringBuilder("order,mode\n");
        for (var i = 0; i < 10; i++)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"\"seal drips, pump {i}\",leak").AppendLine(CultureInfo.InvariantCulture, $"bearing {i} noisy and hot,wear");
        }

        var file = Path.Combine(home.Path, "orders.csv");
        await File.WriteAllTextAsync(file, table.ToString(), Token);
        await FitAsync("classify", "--data", file, "--text", "order", "--label", "mode", "--out", Path.Combine(home.Experts, "orders"));
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "seal drips again", "--home", home.Path, "--json"], Token);
        Assert.True(exitCode == 0, errors);
        Assert.Equal("leak", ((ClassProbabilities)JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!.Output!).Top().Label);
    }

    [Theory]
    [InlineData("forecast --out x", "--data")]
    [InlineData("forecast --data no-such.csv --out x", "no-such.csv")]
    [InlineData("forecast --forget a.csv --out x", "needs --from")]
    [InlineData("forecast --merge a --out x", "needs --from")]
    [InlineData("forecast --from . --data a.csv --out x", "expert.json")]
    [InlineData("forecast --data a.csv", "--out")]
    [InlineData("detect --data a.csv --method magic --out x", "magic")]
    [InlineData("detect --data no-such.csv --period 0 --out x", "--period")]
    [InlineData("classify --data . --out x", "no folders with")]
    [InlineData("classify --data no-such.csv --out x --id a@b@c", "--id")]
    public async Task Fit_WrongInput_SaysWhatIsWrong(string arguments, string mention)
    {
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(["fit", .. arguments.Split(' ')], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains(mention, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors);
    }

    private static async Task<string> FitAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["fit", .. arguments], Token);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static double[] Weights(string folder) =>
        Onnx.Graphs.OnnxGraph.Load(Path.Combine(folder, "model.onnx")).ReadInitializer("weights").AsSpan<double>().ToArray();

    private static string WriteSwing(TemporaryHome home, string name, int rows, int seed)
    {
        var (random, text) = (new Random(seed), new StringBuilder("time,flow,pressure,label\n"));
        for (var t = 0; t < rows; t++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddSeconds(t):O},{Swing(t) + (seed * 0.1 * random.NextDouble()):F4},{2 - (0.3 * Swing(t)) + (0.1 * random.NextDouble()):F4},{random.Next(2)}");
        }

        var file = Path.Combine(home.Path, $"{name}.csv");
        File.WriteAllText(file, text.ToString());
        return file;
    }

    private static double Swing(int t) => 20 + (3 * Math.Sin(t / 6.0));
}
