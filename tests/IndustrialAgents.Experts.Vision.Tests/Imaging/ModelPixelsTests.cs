using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Holds pictures prepared for models against the pixels that other software fed to them.</summary>
public sealed class ModelPixelsTests
{
    /// <summary>Measured: equal. The reference was cut at other columns than the centre where the margin is odd, so its own are taken.</summary>
    [Theory]
    [InlineData("bald_eagle.jpeg", "bald_eagle", 59)]
    [InlineData("cat.jpg", "cat", 117)]
    [InlineData("dog.jpg", "dog", 51)]
    public void Mobilenet_StandardAndNearest_EqualsTheReference(string file, string name, int left)
    {
        var image = ImageDecoder.Decode(File.ReadAllBytes(TestData.Require("models", "mobilenet_v2", file)));
        var crop = File.ReadAllBytes(TestData.RequireReference("mobilenet_v2", $"{name}.crop224.rgb"));
        var nearest = File.ReadAllBytes(TestData.RequireReference("mobilenet_v2", $"{name}.nearest224.rgb"));

        Assert.Equal(0, ImageAssert.LargestDifference(crop, image.ResizeShortSide(256).Crop(left, 16, 224, 224).Pixels));
        Assert.Equal(0, ImageAssert.LargestDifference(nearest, image.Resize(224, 224, ResizeMode.Nearest).Pixels));
    }

    [Fact]
    public void Yolox_Letterbox_AgreesWithTheReference()
    {
        var image = ImageDecoder.Decode(File.ReadAllBytes(TestData.Require("models", "yolox_nano", "000000000802.jpg")));
        var expected = File.ReadAllBytes(TestData.RequireReference("yolox_nano", "resized.rgb"));

        var box = Letterbox.Fit(image, 416, 416, LetterboxPlacement.TopLeft);

        Assert.Equal((0.65, 0, 0), (box.Scale, box.OffsetX, box.OffsetY));
        Assert.InRange(ImageAssert.LargestDifference(expected, box.Image.Crop(0, 0, 275, 416).Pixels), 0, 1);
        Assert.True(box.Image.Crop(275, 0, 141, 416).Pixels.IndexOfAnyExcept((byte)114) < 0);
    }
}
