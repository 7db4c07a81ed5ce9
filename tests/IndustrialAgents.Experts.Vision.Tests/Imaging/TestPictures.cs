using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Pictures of reproducible noise.</summary>
internal static class TestPictures
{
    public static Image Noise(int width, int height, PixelFormat format, int seed = 1)
    {
        var image = new Image(width, height, format);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }
}
