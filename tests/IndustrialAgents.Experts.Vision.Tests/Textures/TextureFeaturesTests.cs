using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Tests.Imaging;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Tests.Textures;

public sealed class TextureFeaturesTests
{
    private const int Scattering = 416;

    [Fact]
    public void Extract_FlatPicture_HasNoScatteringAndOnePattern()
    {
        using var extractor = new TextureFeatures(TextureGraph.MinSide);
        var flat = new Image(150, 150, PixelFormat.Rgb);
        flat.Pixels.Fill(90);

        var features = extractor.Extract(flat);

        Assert.Equal(TextureGraph.Width, features.Length);
        Assert.All(features[..Scattering], value => Assert.InRange(value, -12f, -11f));

        // Every neighbour is as bright as the centre: pattern 8 of 0 to 8, and none that is not uniform.
        for (var distance = 0; distance < 3; distance++)
        {
            Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 0], features.AsSpan(Scattering + (10 * distance), 10).ToArray());
        }
    }

    [Fact]
    public void Extract_BrighterPicture_HasTheSamePatterns()
    {
        using var extractor = new TextureFeatures(TextureGraph.MinSide);
        var dark = TestPictures.Noise(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        var bright = new Image(dark.Width, dark.Height, PixelFormat.Grey);
        for (var i = 0; i < dark.Pixels.Length; i++)
        {
            dark.Pixels[i] /= 2;
            bright.Pixels[i] = (byte)(dark.Pixels[i] + 100);
        }

        var (first, second) = (extractor.Extract(dark), extractor.Extract(bright));

        Assert.Equal(first[Scattering..], second[Scattering..]);
        Assert.All(first[..Scattering].Zip(second), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        Assert.Equal(first, extractor.Extract(2, _ => dark, TestContext.Current.CancellationToken)[1]);
    }

    [Fact]
    public void Extract_Stripes_AnswerInTheirDirection()
    {
        using var extractor = new TextureFeatures(TextureGraph.MinSide);
        var image = new Image(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(128 + (100 * Math.Sin(i % image.Width * 3 * Math.PI / 4)));
        }

        var first = extractor.Extract(image)[..8];

        Assert.Equal(0, Array.IndexOf(first, first.Max()));
        Assert.Equal(4, Array.IndexOf(first, first.Min()));
    }

    [Fact]
    public void Create_TooSmall_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TextureGraph.Create(TextureGraph.MinSide - 1));
    }
}
