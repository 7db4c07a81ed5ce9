using IndustrialAgents.Cli.Commands.Fitting;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Cli.Tests.Commands;

// Console and environment belong to the whole process: one test at a time.
[Collection(nameof(ModelsCommandTests))]
public sealed class FitPicturesTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ia-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Classify_AddMergeForget_GivesTheClassifierOfWhatIsLeft()
    {
        var (first, more, expert) = (In("first"), In("more"), In("surfaces"));
        SamplePictures.Write(first, "along", 6, 1);
        SamplePictures.Write(first, "across", 6, 2);
        SamplePictures.Write(more, "across", 3, 3);
        SamplePictures.Write(more, "diagonal", 4, 4);

        Assert.Contains("12 pictures: across 6, along 6", await FitAsync("--data", first, "--out", expert), StringComparison.Ordinal);
        Assert.Contains("7 pictures added; new: diagonal", await FitAsync("--from", expert, "--data", more, "--out", In("both")), StringComparison.Ordinal);
        Assert.Contains("7 pictures: across 3, diagonal 4", await FitAsync("--like", expert, "--data", more, "--out", In("site")), StringComparison.Ordinal);
        Assert.Contains("19 pictures: across 9, along 6, diagonal 4", await FitAsync("--from", expert, "--merge", In("site"), "--out", In("merged"), "--id", "surfaces@2"), StringComparison.Ordinal);
        Assert.Contains("7 pictures forgotten", await FitAsync("--from", In("merged"), "--forget", more, "--out", In("again")), StringComparison.Ordinal);

        Assert.Equal(Weights("both"), Weights("merged"), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Weights("surfaces"), Weights("again"), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal("surfaces@2", ManifestReader.ReadFolder(In("merged")).Id.ToString());
        Assert.Equal("surfaces@1", ManifestReader.ReadFolder(In("both")).Id.ToString());
    }

    [Fact]
    public async Task Classify_BackboneWithLayer_UsesTheValueInsideTheModel()
    {
        var data = SamplePictures.Write(SamplePictures.Write(In("data"), "along", 4, 1), "across", 4, 2);
        var model = In("tiny.onnx");
        Backbone(3).Save(model);

        var said = await FitAsync("--data", data, "--backbone", model, "--layer", "inner", "--copies", "1", "--out", In("expert"));

        Assert.Contains("tiny.onnx has no manifest: pictures are prepared by width 48, height 40, layout nchw, channels rgb, divisor 255", said, StringComparison.Ordinal);
        Assert.Contains("the backbone's features", said, StringComparison.Ordinal);
        var graph = OnnxGraph.Load(Path.Combine(In("expert"), "model.onnx"));
        Assert.Contains(graph.Nodes, node => node.Outputs.Contains("inner"));
        Assert.Contains("--from", await RefuseAsync("--from", In("expert"), "--data", data, "--backbone", model, "--out", In("x")), StringComparison.Ordinal);
        Assert.Contains("--copies: does not go with --like", await RefuseAsync("--like", In("expert"), "--data", data, "--copies", "2", "--out", In("x")), StringComparison.Ordinal);
        Assert.Contains("--layer: the graph has no value 'nothing'", await RefuseAsync("--data", data, "--backbone", model, "--layer", "nothing", "--out", In("x")), StringComparison.Ordinal);
        Assert.Contains("8 pictures added", await FitAsync("--from", In("expert"), "--data", data, "--out", In("y")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classify_WrongInput_NamesFieldValueAndRemedy()
    {
        var data = SamplePictures.Write(SamplePictures.Write(In("data"), "along", 2, 1), "across", 2, 2);
        await FitAsync("--data", data, "--out", In("expert"));
        var table = In("orders.csv");
        await File.WriteAllTextAsync(table, "text,label\nleaks,leak\nhot,wear\nleaks again,leak\nhot again,wear\n", TestContext.Current.CancellationToken);
        await FitAsync("--data", table, "--out", In("texts"));
        Backbone(5).Save(In("five.onnx"));
        var broken = SamplePictures.Write(In("broken"), "along", 2, 1);
        await File.WriteAllTextAsync(Path.Combine(broken, "along", "99.png"), "no picture", TestContext.Current.CancellationToken);

        await Expect("kept no sums of pictures or windows", "--from", In("texts"), "--data", data, "--out", In("x"));
        await Expect("has texts, but expert@1 learns from pictures", "--from", In("expert"), "--data", table, "--out", In("x"));
        await Expect("there is nothing at", "--from", In("expert"), "--data", In("nowhere"), "--out", In("x"));
        await Expect("is no folder", "--from", In("expert"), "--forget", In("nowhere"), "--out", In("x"));
        await Expect("99.png", "--from", In("expert"), "--data", broken, "--out", In("x"));
        await Expect("--copies: 17", "--data", data, "--copies", "17", "--out", In("x"));
        await Expect("--layer: 'inner' needs --backbone", "--data", data, "--layer", "inner", "--out", In("x"));
        await Expect("--backbone: ", "--data", data, "--backbone", In("nowhere.onnx"), "--out", In("x"));
        await Expect("--backbone: ", "--data", data, "--backbone", table, "--out", In("x"));
        await Expect("which is no picture", "--data", data, "--backbone", In("five.onnx"), "--out", In("x"));
        await Expect("--backbone: goes with pictures", "--data", table, "--backbone", In("five.onnx"), "--out", In("x"));
        await Expect("--extension: '.gif'", "--data", data, "--extension", "gif", "--out", In("x"));
        await Expect("of which 2 are left", "--from", In("expert"), "--forget", SamplePictures.Write(In("many"), "along", 3, 1), "--out", In("x"));

        // A mask beside its picture.
        File.Copy(Path.Combine(data, "along", "00.png"), Path.Combine(data, "along", "00.jpg"));
        await Expect("--extension jpg", "--data", data, "--out", In("x"));

        async Task Expect(string mention, params string[] arguments) => Assert.Contains(mention, await RefuseAsync(arguments), StringComparison.Ordinal);
    }

    private static OnnxGraph Backbone(int channels)
    {
        var graph = new GraphBuilder("tiny");
        var picture = graph.Input("picture", ElementType.Float32, 1, channels, 40, 48);
        var weights = Enumerable.Range(0, 4 * channels * 9).Select(i => (float)Math.Sin(i)).ToArray();
        var inner = graph.Relu(graph.Conv(picture, graph.Initializer("kernel", weights, 4, channels, 3, 3)), name: "inner");
        var flat = graph.Flatten(graph.GlobalAveragePool(inner));
        return graph.Output(graph.Identity(flat, "classes"), ElementType.Float32, 1, 4).Build();
    }

    private static async Task<string> FitAsync(params string[] arguments)
    {
        var (code, output, error) = await CommandRun.RunAsync(FitCommand.Create(), ["classify", .. arguments]);
        Assert.True(code == 0, error);
        return output;
    }

    private static async Task<string> RefuseAsync(params string[] arguments)
    {
        var (code, _, error) = await CommandRun.RunAsync(FitCommand.Create(), ["classify", .. arguments]);
        Assert.True(code == ExitCode.WrongInput, $"{code} {error}");
        return error;
    }

    private string In(string name) => Path.Combine(_home, name);

    private float[] Weights(string name) => OnnxGraph.Load(Path.Combine(In(name), "model.onnx")).ReadInitializer("weights").AsSpan<float>().ToArray();
}
