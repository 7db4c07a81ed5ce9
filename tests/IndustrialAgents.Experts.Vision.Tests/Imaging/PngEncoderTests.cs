using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class PngEncoderTests
{
    [Fact]
    public void Encode_AnyPicture_DecodesToTheSame()
    {
        var pictures = from width in Gen.Choose(1, 40)
                       from height in Gen.Choose(1, 40)
                       from format in Gen.Elements(PixelFormat.Grey, PixelFormat.Rgb, PixelFormat.Rgba)
                       from seed in Gen.Choose(0, int.MaxValue)
                       select TestPictures.Noise(width, height, format, seed);

        Prop.ForAll(pictures.ToArbitrary(), image => ImageAssert.Same(image, ImageDecoder.Decode(PngEncoder.Encode(image)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_FlatPicture_IsSmall()
    {
        Assert.InRange(PngEncoder.Encode(new Image(1000, 1000, PixelFormat.Rgb)).Length, 100, 31000);
    }
}
