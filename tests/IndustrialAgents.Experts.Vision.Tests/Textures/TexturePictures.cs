using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Tests.Textures;

/// <summary>Pictures of stripes in one of three directions under noise, each of its own phase and contrast.</summary>
internal static class TexturePictures
{
    private static readonly (string Label, double X, double Y)[] Kinds = [("diagonal", 0.4, 0.4), ("across", 0, 0.7), ("along", 0.7, 0)];

    public static List<LabelledPicture> Make(int perClass, int seed, int side = 140)
    {
        var random = new Random(seed);
        var pictures = new List<LabelledPicture>();
        foreach (var (label, x, y) in Kinds)
        {
            for (var i = 0; i < perClass; i++)
            {
                pictures.Add(new LabelledPicture(label, PngEncoder.Encode(Stripes(random, x, y, side))));
            }
        }

        return pictures;
    }

    private static Image Stripes(Random random, double x, double y, int side)
    {
        var image = new Image(side, side, PixelFormat.Grey);
        var (phase, contrast) = (random.NextDouble() * 6, 10 + (random.NextDouble() * 30));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var wave = Math.Sin((i % side * x) + (i / side * y) + phase);
            image.Pixels[i] = (byte)(128 + (contrast * wave) + random.Next(-15, 16));
        }

        return image;
    }
}
