using System.Text.Json;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Holds decoding and resizing against what Pillow 9.4.0 makes of recorded pictures.</summary>
public sealed class PillowReferenceTests
{
    /// <summary>Measured: every value on every grid is equal, also for JPEG, where two levels would be allowed.</summary>
    [Fact]
    public void Decode_RecordedPictures_EqualsPillow()
    {
        foreach (var (image, expected) in Pictures())
        {
            var place = expected.GetProperty("grid_yx");
            Assert.Equal(0, LargestDifference(image, Integers(place[0]), Integers(place[1]), expected.GetProperty("grid")));
            RequireMeans(image, expected.GetProperty("mean"), 6e-5);
        }
    }

    /// <summary>Measured: equal in every value of the grids and in the means to their last decimal.</summary>
    [Fact]
    public void ResizeAndCrop_RecordedPictures_EqualsPillow()
    {
        foreach (var (image, expected) in Pictures())
        {
            var resized = image.ResizeShortSide(256);
            var cropped = resized.CropCentre(224, 224);
            var reference = expected.GetProperty("resize256_crop224");
            int[] places = [0, 55, 111, 167, 223];
            Assert.Equal(Integers(reference.GetProperty("size")), new[] { resized.Width, resized.Height });
            Assert.Equal(0, LargestDifference(cropped, places, places, reference.GetProperty("grid")));
            RequireMeans(cropped, reference.GetProperty("mean"), 6e-5);
        }
    }

    private static IEnumerable<(Image Image, JsonElement Expected)> Pictures()
    {
        foreach (var expected in TestData.Json(TestData.RequireReference("images", "pillow.json")).GetProperty("images").EnumerateArray())
        {
            var image = ImageDecoder.Decode(File.ReadAllBytes(TestData.Require(expected.GetProperty("file").GetString()!)));
            Assert.Equal(expected.GetProperty("width").GetInt32(), image.Width);
            Assert.Equal(expected.GetProperty("height").GetInt32(), image.Height);
            Assert.Equal(expected.GetProperty("decoded_mode").GetString() == "L" ? PixelFormat.Grey : PixelFormat.Rgb, image.Format);
            yield return (image, expected);
        }
    }

    private static int LargestDifference(Image image, int[] rows, int[] columns, JsonElement grid)
    {
        var largest = 0;
        for (var y = 0; y < rows.Length; y++)
        {
            for (var x = 0; x < columns.Length; x++)
            {
                var value = grid[y][x];
                for (var c = 0; c < image.Channels; c++)
                {
                    var expected = value.ValueKind == JsonValueKind.Array ? value[c].GetInt32() : value.GetInt32();
                    largest = Math.Max(largest, Math.Abs(expected - image.Row(rows[y])[(columns[x] * image.Channels) + c]));
                }
            }
        }

        return largest;
    }

    private static void RequireMeans(Image image, JsonElement expected, double tolerance)
    {
        for (var c = 0; c < image.Channels; c++)
        {
            double sum = 0;
            for (var i = c; i < image.Pixels.Length; i += image.Channels)
            {
                sum += image.Pixels[i];
            }

            Assert.Equal(expected[c].GetDouble(), sum / (image.Width * image.Height), tolerance);
        }
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];
}
