using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Tests.Textures;

namespace IndustrialAgents.Experts.Vision.Tests.Defects;

public sealed class DefectDetectorTests
{
    private static readonly Lazy<ReadOnlyMemory<byte>[]> Good = new(
        () => [.. TexturePictures.Make(20, seed: 1).Where(picture => picture.Label == "along").Select(picture => picture.Data)]);

    [Theory]
    [InlineData(DefectMethod.PatchCore)]
    [InlineData(DefectMethod.Padim)]
    [InlineData(DefectMethod.Pca)]
    public async Task Fit_GoodParts_FindsASpotAndItsPlace(DefectMethod method)
    {
        using var detector = Fit(method);
        var good = TexturePictures.Make(4, seed: 9).Where(picture => picture.Label == "along").Select(picture => ImageDecoder.Decode(picture.Data.Span)).ToArray();
        var bad = ImageDecoder.Decode(Good.Value[3].Span);
        for (var i = 0; i < 400; i++)
        {
            bad.Row(100 + (i / 20))[30 + (i % 20)] = 250;
        }

        var map = detector.Judge(bad);

        Assert.True(map.IsDefective, $"{map.Score} of {map.Threshold}");
        Assert.True(good.Average(image => detector.Judge(image).Score) < map.Score / 1.3);
        var pixels = map.ToPixels(bad.Width, bad.Height);
        var most = Array.IndexOf(pixels, pixels.Max());
        Assert.InRange(most % bad.Width, 20, 60);
        Assert.InRange(most / bad.Width, 90, 130);
        var overlay = map.Overlay(bad);
        Assert.Equal((bad.Width, bad.Height, PixelFormat.Rgb), (overlay.Width, overlay.Height, overlay.Format));
        Assert.True(overlay.Row(most / bad.Width)[3 * (most % bad.Width)] > overlay.Row(most / bad.Width)[(3 * (most % bad.Width)) + 1]);

        var folder = Directory.CreateTempSubdirectory("defects-").FullName;
        try
        {
            detector.ToExpert(new ExpertId("tiles", "1")).Save(folder);
            var expert = ReferenceExpert.Load(folder);
            var output = Assert.IsType<AnomalyScores>(await ReferenceExpert.AskAsync(expert, PngEncoder.Encode(bad)));
            Assert.True(output.IsAnomalous);
            Assert.Equal(map.Rows * map.Columns, output.Scores.Length);
            Assert.Equal(map.Score, output.Scores.ToArray().Max(), 1e-3);
            (expert as IDisposable)?.Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Fit_FewPictures_StatesTheRateThatTheyCanTell()
    {
        using var detector = Fit(DefectMethod.Pca, 0.01);

        Assert.Equal(1.0 / 21, detector.FalseAlarmRate, 1e-12);
        Assert.Equal(20, detector.Pictures);
        Assert.True(detector.Threshold > 0);
    }

    [Fact]
    public void Fit_WrongInput_IsNamed()
    {
        Assert.Equal("good", Field([.. Good.Value.Take(3)], new()));
        Assert.Equal("good[2]", Field([.. Good.Value.Take(2), new byte[5], .. Good.Value.Skip(3)], new()));
        Assert.Equal("side", Field(Good.Value, new() { Side = 201 }));
        Assert.Equal("falseAlarmRate", Field(Good.Value, new() { FalseAlarmRate = 0 }));
        Assert.Equal("method", Field(Good.Value, new() { Method = (DefectMethod)9 }));
        Assert.Equal("patches", Field(Good.Value, new() { Patches = 0 }));
        Assert.Equal("variance", Field(Good.Value, new() { Variance = 1 }));
        Assert.Equal("folds", Field(Good.Value, new() { Folds = 1 }));
    }

    private static string Field(IReadOnlyList<ReadOnlyMemory<byte>> good, DefectDetectorOptions options) =>
        Assert.Throws<InvalidRequestException>(() => DefectDetector.Fit(good, options, cancellationToken: TestContext.Current.CancellationToken).Dispose()).Field;

    private static DefectDetector Fit(DefectMethod method, double rate = 0.05) => DefectDetector.Fit(
        Good.Value, new DefectDetectorOptions { Method = method, Side = 128, Patches = 300, Folds = 2, FalseAlarmRate = rate }, cancellationToken: TestContext.Current.CancellationToken);
}
