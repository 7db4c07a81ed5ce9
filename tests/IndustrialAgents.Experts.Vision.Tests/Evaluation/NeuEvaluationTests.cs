using IndustrialAgents.Experts.Vision.Evaluation;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Tests.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Evaluation;

public sealed class NeuEvaluationTests
{
    [Fact]
    public void Run_TenOfEachClass_IsBetterThanTheReference()
    {
        TestData.Require("vision", "neu");

        var figures = NeuEvaluation.Run(TestData.Require("."), [10], draws: 0, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(figures.Single(f => f.Name == "neu/by-number/10/selected/accuracy").Value, 0.86, 1);
        Assert.InRange(figures.Single(f => f.Name == "neu/by-number/10/selected/calibration_error").Value, 0, 0.2);
        Assert.Equal(4, figures.Count);
    }

    [Fact]
    public void Read_MissingFolder_SaysSo()
    {
        Assert.Contains("NEU", Assert.Throws<InvalidRequestException>(() => NeuEvaluation.Read("nowhere", 1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CorruptTestPicture_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("neu-").FullName;
        try
        {
            foreach (var (label, i) in new[] { ("a", 1), ("b", 2) })
            {
                var path = Directory.CreateDirectory(Path.Combine(folder, "vision", "neu", label)).FullName;
                var picture = PngEncoder.Encode(TestPictures.Noise(130, 130, PixelFormat.Grey, i));
                for (var number = 1; number <= 120; number++)
                {
                    File.WriteAllBytes(Path.Combine(path, $"{label}_{number}.jpg"), number == 100 ? picture[..50] : picture);
                }
            }

            var error = Assert.Throws<InvalidRequestException>(() => NeuEvaluation.Run(folder, [2], draws: 0, cancellationToken: TestContext.Current.CancellationToken));

            Assert.Contains("class 'a'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
