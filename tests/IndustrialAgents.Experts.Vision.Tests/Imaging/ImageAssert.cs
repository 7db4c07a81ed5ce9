using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

internal static class ImageAssert
{
    public static void Same(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Format), (actual.Width, actual.Height, actual.Format));
        Assert.Equal(0, LargestDifference(expected.Pixels, actual.Pixels));
    }

    public static int LargestDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        }

        return largest;
    }

    /// <summary>Decoding gives a picture or the documented exception, nothing else.</summary>
    public static void DecodesOrRefuses(ReadOnlySpan<byte> data)
    {
        try
        {
            _ = ImageDecoder.Decode(data, new ImageLimits { MaxPixels = 1 << 20 });
        }
        catch (ImageFormatException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
