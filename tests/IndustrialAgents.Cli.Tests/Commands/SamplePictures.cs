using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;

namespace IndustrialAgents.Cli.Tests.Commands;

/// <summary>Writes small pictures of stripes under noise: across, along, diagonal or none.</summary>
internal static class SamplePictures
{
    public const int Side = 96;

    /// <summary>Writes pictures of a kind into <c>folder/kind</c>, or into the folder itself.</summary>
    public static string Write(string folder, string kind, int count, int seed, bool own = true)
    {
        var target = Directory.CreateDirectory(own ? Path.Combine(folder, kind) : folder).FullName;
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(target, $"{i:00}.png"), PngEncoder.Encode(Draw(kind, (100 * seed) + i)));
        }

        return folder;
    }

    public static Image Draw(string kind, int seed)
    {
        var (image, random) = (new Image(Side, Side, PixelFormat.Grey), new Random(seed));
        var (x, y) = kind switch { "along" => (0.7, 0), "across" => (0, 0.7), "diagonal" => (0.4, 0.4), _ => (0.0, 0.0) };
        var phase = random.NextDouble() * 6;
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(128 + (14 * Math.Sin((i % Side * x) + (i / Side * y) + phase)) + random.Next(-45, 46));
        }

        return image;
    }
}
