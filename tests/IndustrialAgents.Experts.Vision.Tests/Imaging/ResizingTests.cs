using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class ResizingTests
{
    [Fact]
    public void Resize_FlatPicture_StaysFlat()
    {
        var cases = from width in Gen.Choose(1, 60)
                    from height in Gen.Choose(1, 60)
                    from toWidth in Gen.Choose(1, 90)
                    from toHeight in Gen.Choose(1, 90)
                    from mode in Gen.Elements(ResizeMode.Antialias, ResizeMode.Bilinear, ResizeMode.Nearest)
                    from value in Gen.Choose(0, 255)
                    select (width, height, toWidth, toHeight, mode, (byte)value);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var image = new Image(c.width, c.height, PixelFormat.Rgb);
            image.Pixels.Fill(c.Item6);
            var result = image.Resize(c.toWidth, c.toHeight, c.mode);
            return result.Width == c.toWidth && result.Height == c.toHeight && result.Pixels.IndexOfAnyExcept(c.Item6) < 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Resize_HalfTheWidth_WeighsAsTheModeSays()
    {
        var image = new Image(4, 1, PixelFormat.Grey, [0, 100, 200, 40]);

        // Triangle of radius 2 around 1 and 3: weights 3/8 3/8 1/8 at the left, without what lies outside, 1/7 3/7 3/7.
        Assert.Equal([71, 117], image.Resize(2, 1).Pixels.ToArray());
        Assert.Equal([50, 120], image.Resize(2, 1, ResizeMode.Bilinear).Pixels.ToArray());
        Assert.Equal([100, 40], image.Resize(2, 1, ResizeMode.Nearest).Pixels.ToArray());
        Assert.Same(image, image.Resize(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Resize(2, 2, (ResizeMode)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Resize(0, 2));
    }

    [Theory]
    [InlineData(300, 168, 457, 256)]
    [InlineData(424, 640, 256, 386)]
    [InlineData(10, 10, 256, 256)]
    public void ResizeShortSide_KeepsTheProportionCutToWholePixels(int width, int height, int toWidth, int toHeight)
    {
        var result = new Image(width, height, PixelFormat.Grey).ResizeShortSide(256, ResizeMode.Nearest);

        Assert.Equal((toWidth, toHeight), (result.Width, result.Height));
    }

    [Fact]
    public void Crop_Rectangle_HasItsPixels()
    {
        var image = new Image(3, 3, PixelFormat.Grey, [0, 1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal([4, 5, 7, 8], image.Crop(1, 1, 2, 2).Pixels.ToArray());
        Assert.Equal([4], image.CropCentre(1, 1).Pixels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(2, 0, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.CropCentre(4, 1));
    }

    [Theory]
    [InlineData(LetterboxPlacement.TopLeft, 0, 0)]
    [InlineData(LetterboxPlacement.Centre, 0, 2)]
    public void Fit_WidePicture_FillsTheRestAndLeadsBack(LetterboxPlacement placement, int offsetX, int offsetY)
    {
        var image = new Image(20, 10, PixelFormat.Grey);
        image.Pixels.Fill(9);

        var box = Letterbox.Fit(image, 10, 9, placement, fill: 1);

        Assert.Equal((offsetX, offsetY, 0.5), (box.OffsetX, box.OffsetY, box.Scale));
        Assert.Equal(5 * 10, box.Image.Pixels.Count((byte)9));
        Assert.Equal(4 * 10, box.Image.Pixels.Count((byte)1));
        Assert.Equal((20.0, 10.0), box.ToOriginal(10, 5 + offsetY));
    }
}
