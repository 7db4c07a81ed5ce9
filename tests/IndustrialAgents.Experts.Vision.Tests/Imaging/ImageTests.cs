using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class ImageTests
{
    [Fact]
    public void Image_WrongSizes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(0, 1, PixelFormat.Grey));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(1, 1, (PixelFormat)2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(100000, 100000, PixelFormat.Rgb));
        Assert.Throws<ArgumentException>(() => new Image(2, 2, PixelFormat.Rgb, new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(2, 2, PixelFormat.Rgb).Row(2));
    }

    [Fact]
    public void Row_WrittenTo_ChangesThePicture()
    {
        var image = new Image(2, 2, PixelFormat.Rgb);

        image.Row(1)[3] = 9;

        Assert.Equal((6, 3, 9), (image.Stride, image.Channels, image.Pixels[9]));
    }

    [Fact]
    public void ToGrey_Colours_AreWeighedAsPillowDoes()
    {
        var image = new Image(4, 1, PixelFormat.Rgb, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);

        Assert.Equal([76, 150, 29, 255], image.ToGrey().Pixels.ToArray());
        Assert.Equal([76, 150, 29, 255], image.ToRgba().To(PixelFormat.Grey).Pixels.ToArray());
    }

    [Fact]
    public void To_EveryFormat_KeepsOrSpreadsChannels()
    {
        var grey = new Image(1, 1, PixelFormat.Grey, [5]);
        var colour = new Image(1, 1, PixelFormat.Rgba, [1, 2, 3, 4]);

        Assert.Equal([5, 5, 5], grey.To(PixelFormat.Rgb).Pixels.ToArray());
        Assert.Equal([5, 5, 5, 255], grey.To(PixelFormat.Rgba).Pixels.ToArray());
        Assert.Equal([1, 2, 3], colour.ToRgb().Pixels.ToArray());
        Assert.Same(grey, grey.ToGrey());
        Assert.Same(colour, colour.ToRgba());
        Assert.Throws<ArgumentOutOfRangeException>(() => grey.To((PixelFormat)7));
    }
}
