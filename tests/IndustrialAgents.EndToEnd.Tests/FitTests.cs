using System.Globalization;
using System.Text;
using System.Text.Json;
using IndustrialAgents.Experts;
using IndustrialAgents.Json;
using IndustrialAgents.Onnx.Graphs;

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
        string[] fit = ["classify", "--data", file, "--text", "order", "--label", "mode", "--out", Path.Combine(home.Experts, "orders")];
        await FitAsync(fit);
        await AnswersAsync();

        var (wrong, _, said) = await ProgramProcess.RunAsync(["fit", .. fit, "--encoder", Path.Combine(home.Experts, "orders")], Token);
        Assert.Equal(2, wrong);
        Assert.Contains("does not embed texts", said);
        await FitAsync([.. fit, "--encoder", WriteEncoder(home)]);
        Assert.Contains("vectors of words@1", await File.ReadAllTextAsync(Path.Combine(home.Experts, "orders", "expert.json"), Token));
        await AnswersAsync();

        async Task AnswersAsync()
        {
            var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "seal drips again", "--home", home.Path, "--json"], Token);
            Assert.True(exitCode == 0, errors);
            Assert.Equal("leak", ((ClassProbabilities)JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!.Output!).Top().Label);
        }
    }

    [Fact]
    public async Task Classify_Recordings_AddForgetMerge_LearnsOnAndAnswers()
    {
        using var home = new TemporaryHome();
        var (first, more, expert) = (Path.Combine(home.Path, "first"), Path.Combine(home.Path, "more"), Path.Combine(home.Experts, "states"));
        WriteRecordings(first, ("slow", 12, 1), ("fast", 4, 2));
        WriteRecordings(more, ("fast", 4, 3), ("stalled", 1.5, 4));
        var said = await FitAsync("classify", "--data", first, "--window", "64", "--step", "32", "--noise", "10", "--out", expert, "--leave-out", "note");
        Assert.Contains("fast 17, slow 17", said);
        Assert.Contains("held out", said);
        var before = Floats(expert);

        var (both, other, merged, again) = (Path.Combine(home.Path, "both"), Path.Combine(home.Path, "other"), Path.Combine(home.Experts, "merged"), Path.Combine(home.Path, "again"));
        said = await FitAsync("classify", "--from", expert, "--data", more, "--step", "32", "--out", both, "--leave-out", "note");
        Assert.Contains("34 windows added", said);
        Assert.Contains("of known classes were called rightly before", said);
        said = await FitAsync("classify", "--like", expert, "--data", more, "--step", "32", "--out", other, "--leave-out", "note");
        Assert.Contains("fast 17, stalled 17", said);
        said = await FitAsync("classify", "--from", expert, "--merge", other, "--out", merged, "--id", "merged");
        Assert.Contains("fast 34, slow 17, stalled 17", said);
        Assert.Equal(Floats(both), Floats(merged), (a, b) => Math.Abs(a - b) < 1e-5);
        await FitAsync("classify", "--from", merged, "--forget", more, "--step", "32", "--out", again, "--leave-out", "note");
        Assert.Equal(before, Floats(again), (a, b) => Math.Abs(a - b) < 1e-5);

        Directory.Delete(expert, true);
        Assert.Equal("stalled", ((ClassProbabilities)await AskAsync(home, "classify", WriteRecording(home.Path, "stalled-again", 1.5, 9, 64))).Top().Label);
    }

    [Fact]
    public async Task Classify_TableWithLabels_CutsItsRuns()
    {
        using var home = new TemporaryHome();
        var (text, random) = (new StringBuilder("flow,state\n"), new Random(1));
        for (var t = 0; t < 1200; t++)
        {
            var fast = t / 200 % 2 == 1;
            text.AppendLine(CultureInfo.InvariantCulture, $"{Math.Sin(t / (fast ? 2.0 : 9.0)) + (0.1 * random.NextDouble()):F4},{(t % 200 == 0 ? "" : fast ? "fast" : "slow")}");
        }

        var file = Path.Combine(home.Path, "line.csv");
        await File.WriteAllTextAsync(file, text.ToString(), Token);
        var said = await FitAsync("classify", "--data", file, "--label", "state", "--window", "64", "--out", Path.Combine(home.Path, "line"));
        Assert.Contains("fast 9, slow 9", said);
    }

    [Fact]
    public async Task Classify_RawRecordings_ReadsThem()
    {
        using var home = new TemporaryHome();
        foreach (var (name, pace) in new[] { ("inner", 4.0), ("outer", 1.5) })
        {
            var folder = Directory.CreateDirectory(Path.Combine(home.Path, "bearings", name)).FullName;
            var values = Enumerable.Range(0, 640).Select(t => (float)Math.Sin(t / pace)).ToArray();
            await File.WriteAllBytesAsync(Path.Combine(folder, "1.f32"), values.SelectMany(BitConverter.GetBytes).ToArray(), Token);
        }

        var said = await FitAsync("classify", "--data", Path.Combine(home.Path, "bearings"), "--period", "0.0001", "--window", "64", "--out", Path.Combine(home.Path, "faults"));
        Assert.Contains("inner 10, outer 10", said);
    }

    [Fact]
    public async Task RemainingLife_TableOfRuns_FitsAnExpertThatAnswers()
    {
        using var home = new TemporaryHome();
        var (text, random) = (new StringBuilder("engine,cycle,heat,noise\n"), new Random(1));
        for (var run = 0; run < 8; run++)
        {
            var length = 70 + (5 * run);
            for (var t = 0; t < length; t++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"no {run},{t},{100.0 / (length - t + 5):F4},{random.NextDouble():F3}");
            }
        }

        var file = Path.Combine(home.Path, "runs.csv");
        await File.WriteAllTextAsync(file, text.ToString(), Token);
        var said = await FitAsync(
            "remaining-life", "--data", file, "--unit", "engine", "--leave-out", "cycle", "--cap", "40", "--window", "20", "--from-new", "--out", Path.Combine(home.Experts, "life"));
        Assert.Contains("8 runs of 70 to 105 rows; error on runs held out", said);

        var asked = new StringBuilder("heat,noise\n");
        for (var t = 0; t < 80; t++)
        {
            asked.AppendLine(CultureInfo.InvariantCulture, $"{100.0 / (90 - t + 5):F4},{random.NextDouble():F3}");
        }

        var now = Path.Combine(home.Path, "now.csv");
        await File.WriteAllTextAsync(now, asked.ToString(), Token);
        var estimate = Assert.IsType<Estimate>(await AskAsync(home, "regress", now));
        Assert.Equal("remaining_life", estimate.Quantities[0].Name);
        Assert.InRange(estimate.Values.Span[0], 3, 20);
    }

    [Fact]
    public async Task Table_DerivedColumn_FitsAnExpertThatAnswers()
    {
        using var home = new TemporaryHome();
        var (text, random) = (new StringBuilder("serial,torque,speed,state\n"), new Random(1));
        for (var row = 0; row < 400; row++)
        {
            var (torque, speed) = (1 + random.NextDouble(), 1 + random.NextDouble());
            text.AppendLine(CultureInfo.InvariantCulture, $"M{row},{torque:F4},{speed:F4},{(torque * speed > 2.9 ? "failed" : "ran")}");
        }

        var (file, now) = (Path.Combine(home.Path, "rows.csv"), Path.Combine(home.Path, "now.csv"));
        await File.WriteAllTextAsync(file, text.ToString(), Token);
        await File.WriteAllTextAsync(now, "torque,speed\n1.95,1.95\n", Token);
        var said = await FitAsync(
            "table", "--data", file, "--label", "state", "--positive", "failed", "--leave-out", "serial", "--derive", "power=torque*speed", "--out", Path.Combine(home.Experts, "machine"));
        Assert.Contains("F1 of 'failed' on rows held out", said);
        Assert.Equal("failed", ((ClassProbabilities)await AskAsync(home, "classify", now)).Top().Label);
    }

    [Theory]
    [InlineData("half-life", "--warm-up", "50")]
    [InlineData("left-discord", "--window", "16")]
    [InlineData("cusum", "--learn", "60")]
    [InlineData("bayesian-change", "--mean-run", "500")]
    public async Task Detect_OnlineMethod_CalibratesAnExpertThatAnswers(string method, string option, string value)
    {
        using var home = new TemporaryHome();
        var normal = WriteSwing(home, "normal", 700, 1);
        var said = await FitAsync(
            "detect", "--data", normal, "--channel", "pressure", "--method", method, option, value, "--out", Path.Combine(home.Experts, "rig"), "--asset", "acme/north/a1/line3/pump");
        Assert.Contains("scores of normal operation", said);
        var scores = Assert.IsType<AnomalyScores>(await AskAsync(home, "detect", normal, "--asset", "acme/north/a1/line3/pump"));
        Assert.NotNull(scores.PValue);
        Assert.Contains("acme/north/a1/line3/pump", await File.ReadAllTextAsync(Path.Combine(home.Experts, "rig", "expert.json"), Token));
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
    [InlineData("classify --forget a --out x", "needs --from")]
    [InlineData("classify --from . --data a.csv --out x", "expert.json")]
    [InlineData("remaining-life --data no-such.csv --out x", "--unit")]
    [InlineData("remaining-life --data . --unit engine --out x", "goes with a table")]
    [InlineData("table --data no-such.csv --out x", "no-such.csv")]
    [InlineData("detect --data a.csv --method pca --window 8 --out x", "goes with left-discord")]
    [InlineData("detect --data no-such.csv --method cusum --out x", "no-such.csv")]
    public async Task Fit_WrongInput_SaysWhatIsWrong(string arguments, string mention)
    {
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(["fit", .. arguments.Split(' ')], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains(mention, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors);
    }

    // Each word's vector is its own axis.
    private static string WriteEncoder(TemporaryHome home)
    {
        string[] words = ["[UNK]", "seal", "drips", "bearing", "noisy", "hot"];
        var graph = new GraphBuilder("words");
        var axes = graph.Initializer("axes", [.. Enumerable.Range(0, words.Length * words.Length).Select(i => i % (words.Length + 1) == 0 ? 1f : 0)], words.Length, words.Length);
        var vectors = graph.Gather(axes, graph.Input("input_ids", ElementType.Int64, "batch", "tokens"));
        var manifest = new Manifest
        {
            Name = "words",
            Version = "1",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Embed],
            Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("text", new { maxTokens = 64 }) }],
            Output = ManifestStep.Of("embedding", new { pool = "mean" }),
        };
        var tokenizer = JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = "1.0",
            added_tokens = Array.Empty<object>(),
            pre_tokenizer = new { type = "Whitespace" },
            model = new { type = "WordLevel", unk_token = words[0], vocab = words.Index().ToDictionary(word => word.Item, word => word.Index) },
        });
        var folder = Path.Combine(home.Path, "words");
        new FittedExpert(manifest, graph.Output("vectors", vectors, ElementType.Float32, "batch", "tokens", words.Length).Build().ToBytes())
        {
            Attachments = new Dictionary<string, byte[]> { ["tokenizer.json"] = tokenizer },
        }.Save(folder);
        return folder;
    }

    private static async Task<string> FitAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["fit", .. arguments], Token);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static async Task<ExpertOutput> AskAsync(TemporaryHome home, string task, string series, params string[] more)
    {
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "--task", task, "--series", series, "--home", home.Path, "--json", .. more], Token);
        Assert.True(exitCode == 0, errors);
        return JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!.Output!;
    }

    private static void WriteRecordings(string folder, params (string Label, double Pace, int Seed)[] recordings)
    {
        foreach (var (label, pace, seed) in recordings)
        {
            WriteRecording(Directory.CreateDirectory(Path.Combine(folder, label)).FullName, "1", pace, seed, 576);
        }
    }

    private static string WriteRecording(string folder, string name, double pace, int seed, int rows)
    {
        var (random, text) = (new Random(seed), new StringBuilder("flow,note\n"));
        for (var t = 0; t < rows; t++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Math.Sin(t / pace) + (0.1 * random.NextDouble()):F4},{(rows == 64 ? "0" : "shift 1")}");
        }

        var file = Path.Combine(folder, $"{name}.csv");
        File.WriteAllText(file, text.ToString());
        return file;
    }

    private static float[] Floats(string folder) =>
        Onnx.Graphs.OnnxGraph.Load(Path.Combine(folder, "model.onnx")).ReadInitializer("weights").AsSpan<float>().ToArray();

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
