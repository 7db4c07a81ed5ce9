using System.Globalization;
using System.Text;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Reads binary PGM and PPM, the form of expected pixels.</summary>
internal static class Pnm
{
    public static Image Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var fields = new List<string>();
        var at = 0;
        while (fields.Count < 4)
        {
            var end = Array.FindIndex(bytes, at, b => b is (byte)' ' or (byte)'\n');
            fields.Add(Encoding.ASCII.GetString(bytes, at, end - at));
            at = end + 1;
        }

        var (width, height) = (int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture));
        return new Image(width, height, fields[0] == "P5" ? PixelFormat.Grey : PixelFormat.Rgb, bytes[at..]);
    }
}
