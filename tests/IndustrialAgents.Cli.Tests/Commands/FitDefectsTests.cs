using System.Text.Json;
using IndustrialAgents.Cli.Commands;
using IndustrialAgents.Cli.Commands.Fitting;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Json;

namespace IndustrialAgents.Cli.Tests.Commands;

// Console and environment belong to the whole process: one test at a time.
[Collection(nameof(ModelsCommandTests))]
public sealed class FitDefectsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ia-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Detect_GoodParts_FindsTheSpotAndDrawsItsPlace()
    {
        var good = SamplePictures.Write(In("good"), "along", 9, 1, own: false);
        var (code, said, error) = await FitAsync("--data", good, "--method", "padim", "--false-alarms", "0.2", "--out", Path.Combine(In("experts"), "parts"));
        Assert.True(code == 0, error);
        Assert.Contains("9 pictures of good parts; at most 20.0", said, StringComparison.Ordinal);
        var (part, map) = (In("part.png"), In("map.png"));
        await File.WriteAllBytesAsync(part, PngEncoder.Encode(Spotted()), Token);

        (code, said, error) = await CommandRun.RunAsync(AskCommand.Create(), "--image", part, "--overlay", map, "--home", _home, "--json");

        Assert.True(code == 0, error);
        var scores = Assert.IsType<AnomalyScores>(JsonSerializer.Deserialize<Answer>(said, ContractJson.Options)!.Output);
        Assert.True(scores.IsAnomalous);
        Assert.Equal(0.1, scores.PValue!.Value, 9);
        Assert.Equal(0.2, scores.FalseAlarmRate!.Value, 9);
        Assert.Equal((25, 25, SamplePictures.Side, SamplePictures.Side), (scores.Grid!.Rows, scores.Grid.Columns, scores.Grid.Width, scores.Grid.Height));
        var overlay = ImageDecoder.Decode(await File.ReadAllBytesAsync(map, Token));
        Assert.Equal((SamplePictures.Side, SamplePictures.Side, PixelFormat.Rgb), (overlay.Width, overlay.Height, overlay.Format));
        Assert.True(Redness(overlay, 66, 30) > 60, $"{Redness(overlay, 66, 30)}");
        Assert.True(Redness(overlay, 20, 80) < 20, $"{Redness(overlay, 20, 80)}");

        (code, said, _) = await CommandRun.RunAsync(AskCommand.Create(), "--image", part, "--task", "detect", "--home", _home);
        Assert.Equal(0, code);
        Assert.Contains("anomaly", said, StringComparison.Ordinal);
        Assert.Matches(@"most at (6|7)\d,(2|3)\d", said);
    }

    [Fact]
    public async Task Detect_Tiles_WriteTheStepThatCutsThem()
    {
        var good = SamplePictures.Write(In("good"), "along", 4, 1, own: false);

        var (code, said, error) = await FitAsync("--data", good, "--method", "pca", "--tile", "64", "--overlap", "16", "--out", In("parts"));

        Assert.True(code == 0, error);
        Assert.Contains("which needs 19 pictures", said, StringComparison.Ordinal);
        var step = ManifestReader.ReadFolder(In("parts")).Inputs[0].Preprocess!;
        Assert.Equal((64, 16), (step.Options["tile"].GetProperty("side").GetInt32(), step.Options["tile"].GetProperty("overlap").GetInt32()));
    }

    [Fact]
    public async Task Detect_WrongInput_NamesFieldValueAndRemedy()
    {
        var good = SamplePictures.Write(In("good"), "along", 4, 1, own: false);
        var nested = SamplePictures.Write(In("nested"), "along", 4, 1);
        var few = SamplePictures.Write(In("few"), "along", 3, 1, own: false);
        var table = In("normal.csv");
        await File.WriteAllTextAsync(table, "flow\n1\n2\n3\n", Token);

        await Expect("only folders such as along", "--data", nested);
        await Expect("good: 3 pictures; give at least 4", "--data", few);
        await Expect("--method: mset is of series", "--data", good, "--method", "mset");
        await Expect("--method: padim is of pictures", "--data", table, "--method", "padim");
        await Expect("--method: padim is of pictures", "--data", In("nowhere"), "--method", "padim");
        await Expect("--false-alarms: 0.7", "--data", good, "--false-alarms", "0.7");
        await Expect("--false-alarms: goes with a folder of pictures", "--data", table, "--false-alarms", "0.1");
        await Expect("--rows: goes with a table", "--data", good, "--rows", "3");
        await Expect("--window", "--data", good, "--window", "8");
        await Expect("--overlap: 8 needs --tile", "--data", good, "--overlap", "8");
        await Expect("--overlap: 64", "--data", good, "--tile", "64", "--overlap", "64");
        await Expect("--tile: 8", "--data", good, "--tile", "8");
        await Expect("--extension: goes with a folder of pictures", "--data", table, "--extension", "png");
        await File.WriteAllTextAsync(Path.Combine(good, "02.png"), "no picture", Token);
        await Expect("02.png", "--data", good);

        async Task Expect(string mention, params string[] arguments)
        {
            var (code, _, error) = await FitAsync([.. arguments, "--out", In("x")]);
            Assert.True(code == ExitCode.WrongInput, $"{code} {error}");
            Assert.Contains(mention, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Overlay_AnswerWithoutPlaces_IsRefused()
    {
        var data = SamplePictures.Write(SamplePictures.Write(In("data"), "along", 2, 1), "across", 2, 2);
        var (code, _, error) = await CommandRun.RunAsync(FitCommand.Create(), "classify", "--data", data, "--out", Path.Combine(In("experts"), "surfaces"));
        Assert.True(code == 0, error);
        var picture = Path.Combine(data, "along", "00.png");

        (code, _, error) = await CommandRun.RunAsync(AskCommand.Create(), "--image", picture, "--task", "classify", "--overlay", In("map.png"), "--home", _home);
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("--overlay: the answer (ClassProbabilities) names no places", error, StringComparison.Ordinal);
        (code, _, error) = await CommandRun.RunAsync(AskCommand.Create(), "--image", picture, "--image", picture, "--overlay", In("map.png"), "--home", _home);
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("give one --image", error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("map.png")));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A bright spot of 14 x 14 pixels around 66, 30.
    private static Image Spotted()
    {
        var image = SamplePictures.Draw("along", 900);
        for (var i = 0; i < 14 * 14; i++)
        {
            image.Row(23 + (i / 14))[59 + (i % 14)] = (byte)(i % 3 == 0 ? 255 : 235);
        }

        return image;
    }

    private static int Redness(Image image, int x, int y) => image.Row(y)[3 * x] - image.Row(y)[(3 * x) + 1];

    private static Task<(int Code, string Output, string Error)> FitAsync(params string[] arguments) => CommandRun.RunAsync(FitCommand.Create(), ["detect", .. arguments]);

    private string In(string name) => Path.Combine(_home, name);
}
