using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Tests.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Pictures;

public sealed class PictureAugmentationTests
{
    private static readonly PictureAugmentation Mirrors = new() { Copies = 3, Turn = 0, Brightness = 0 };

    [Fact]
    public void Vary_MirrorsAlone_AreThePixelsTheOtherWay()
    {
        var image = TestPictures.Noise(7, 5, PixelFormat.Rgb);

        var copies = Mirrors.Vary(image).ToArray();

        Assert.Same(image, copies[0]);
        for (var i = 0; i < 35; i++)
        {
            var (x, y) = (i % 7, i / 7);
            Assert.Equal(At(image, x, y), At(copies[1], 6 - x, y));
            Assert.Equal(At(image, x, y), At(copies[2], x, 4 - y));
            Assert.Equal(At(image, x, y), At(copies[3], 6 - x, 4 - y));
        }
    }

    [Fact]
    public void Vary_SameSeedAndPixels_GivesTheSameCopies()
    {
        var settings = new PictureAugmentation { Copies = 2, Turn = 10, Brightness = 0.1 };
        var image = TestPictures.Noise(20, 20, PixelFormat.Grey);

        var (one, same, other) = (settings.Vary(image).Last(), settings.Vary(image).Last(), (settings with { Seed = 2 }).Vary(image).Last());

        Assert.Equal(one.Pixels.ToArray(), same.Pixels.ToArray());
        Assert.NotEqual(one.Pixels.ToArray(), other.Pixels.ToArray());
        Assert.NotEqual(one.Pixels.ToArray(), image.Pixels.ToArray());
        Assert.Single(PictureAugmentation.None.Vary(image));
    }

    [Fact]
    public void Vary_FlatPictureTurned_StaysFlat()
    {
        var image = new Image(9, 9, PixelFormat.Grey);
        image.Pixels.Fill(77);

        Assert.All((Mirrors with { Turn = 45 }).Vary(image), copy => Assert.Equal(-1, copy.Pixels.IndexOfAnyExcept((byte)77)));
    }

    private static byte[] At(Image image, int x, int y) => image.Row(y).Slice(x * 3, 3).ToArray();
}
