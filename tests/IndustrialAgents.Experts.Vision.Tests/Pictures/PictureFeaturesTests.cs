using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Tests.Imaging;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Tests.Pictures;

public sealed class PictureFeaturesTests
{
    private const int Scattering = 416;

    [Fact]
    public void Extract_FlatPicture_HasNoScatteringAndOnePattern()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide);
        var flat = new Image(150, 150, PixelFormat.Rgb);
        flat.Pixels.Fill(90);

        var features = extractor.Extract(flat);

        Assert.Equal(TextureGraph.Width(TextureGraph.GreyBlocks), features.Length);
        Assert.All(features[..Scattering], value => Assert.InRange(value, -12f, -11f));

        // Every neighbour is as bright as the centre: pattern 8 of 0 to 8, and none that is not uniform.
        for (var distance = 0; distance < 3; distance++)
        {
            Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 0], features.AsSpan(Scattering + (10 * distance), 10).ToArray());
        }
    }

    [Fact]
    public void Extract_BrighterPicture_HasTheSamePatterns()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide);
        var dark = TestPictures.Noise(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        var bright = new Image(dark.Width, dark.Height, PixelFormat.Grey);
        for (var i = 0; i < dark.Pixels.Length; i++)
        {
            dark.Pixels[i] /= 2;
            bright.Pixels[i] = (byte)(dark.Pixels[i] + 100);
        }

        var (first, second) = (extractor.Extract(dark), extractor.Extract(bright));

        Assert.Equal(first[Scattering..(Scattering + 30)], second[Scattering..(Scattering + 30)]);
        Assert.All(first[..Scattering].Zip(second), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        Assert.Equal(first, extractor.Extract(2, _ => dark, TestContext.Current.CancellationToken)[1]);
    }

    [Fact]
    public void Extract_Stripes_AnswerInTheirDirection()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide);
        var image = new Image(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(128 + (100 * Math.Sin(i % image.Width * 3 * Math.PI / 4)));
        }

        var first = extractor.Extract(image)[..8];

        Assert.Equal(0, Array.IndexOf(first, first.Max()));
        Assert.Equal(4, Array.IndexOf(first, first.Min()));
    }

    [Fact]
    public void Extract_SpotInOnePlace_ShowsInTheLocalBlockAndItsCell()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide, TextureBlocks.Local | TextureBlocks.Grid);
        var (even, spotted) = (Flat(128), Flat(128));
        for (var i = 0; i < 64; i++)
        {
            spotted.Row(20 + (i / 8))[100 + (i % 8)] = 250;
        }

        var (a, b) = (extractor.Extract(even), extractor.Extract(spotted));

        // Greatest responses of the first octave, then greatest brightness over squares of four pixels.
        Assert.True(b[0] > a[0] + 2);
        Assert.Equal(122 / 255f, b[65], 0.05);
        var grid = TextureGraph.Width(TextureBlocks.Local);
        var cells = Enumerable.Range(0, 16).Select(cell => b[grid + cell]).ToArray();
        Assert.Equal(3, Array.IndexOf(cells, cells.Max()));
        Assert.Equal(TextureGraph.Width(TextureBlocks.Local | TextureBlocks.Grid), b.Length);
    }

    [Fact]
    public void Extract_Colours_DifferInTheColourBlockAlone()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide, TextureBlocks.Patterns | TextureBlocks.Colour);
        var (red, blue) = (Colour(200, 80, 80), Colour(80, 80, 200));

        var (a, b) = (extractor.Extract(red), extractor.Extract(blue));

        Assert.Equal(a[..30], b[..30]);
        Assert.Equal(120 / 255f, a[30], 1e-4);
        Assert.Equal(120 / 255f, b[43], 1e-4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 1)]
    [InlineData(80, 4)]
    [InlineData(120, 6)]
    public void Extract_RampInOneQuarter_VotesForItsDirectionThere(double degrees, int direction)
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide, TextureBlocks.Gradients);
        var image = Flat(128);
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        for (var y = 64; y < image.Height; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                image.Row(y)[x] = (byte)Math.Round(128 + ((x - 32) * 1.5 * cosine) + ((y - 96) * 1.5 * sine));
            }
        }

        var features = extractor.Extract(image);

        Assert.Equal(TextureGraph.Width(TextureBlocks.Gradients), features.Length);

        // Four blocks of the fine grid, then that of the coarse one, each of 9 directions of 4 cells: what is flat has none.
        var totals = Enumerable.Range(0, 5).Select(block => Enumerable.Range(0, 9).Select(k => features.AsSpan((block * 36) + (4 * k), 4).ToArray().Sum()).ToArray()).ToArray();
        Assert.True(totals[0].Sum() + totals[1].Sum() < totals[2].Sum() / 2);
        Assert.Equal(direction, Array.IndexOf(totals[2], totals[2].Max()));
        var inCells = features.AsSpan((4 * 36) + (4 * direction), 4).ToArray();
        Assert.Equal(2, Array.IndexOf(inCells, inCells.Max()));
    }

    [Fact]
    public void Extract_Gradients_AreOfLengthOneWhateverTheContrastAndNothingWhereFlat()
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide, TextureBlocks.Gradients);
        var strong = TestPictures.Noise(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        var weak = new Image(strong.Width, strong.Height, PixelFormat.Grey);
        for (var i = 0; i < strong.Pixels.Length; i++)
        {
            strong.Pixels[i] &= 0xFC;
            weak.Pixels[i] = (byte)(100 + (strong.Pixels[i] / 4));
        }

        var (first, second) = (extractor.Extract(strong), extractor.Extract(weak));

        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        Assert.All(first.Chunk(36), block => Assert.Equal(1, block.Sum(value => value * value), 0.01));
        Assert.All(extractor.Extract(Flat(77)), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(TextureBlocks.Scattering)]
    [InlineData(TextureBlocks.Patterns)]
    [InlineData(TextureBlocks.Local)]
    [InlineData(TextureBlocks.Grid)]
    [InlineData(TextureBlocks.Colour)]
    [InlineData(TextureBlocks.Gradients)]
    public void Extract_WhereverInMemory_GivesTheSameBits(TextureBlocks block)
    {
        using var extractor = PictureFeatures.Textures(TextureGraph.MinSide, block);
        using var other = PictureFeatures.Textures(TextureGraph.MinSide, block);
        var image = TestPictures.Noise(150, 140, PixelFormat.Rgb);
        var expected = extractor.Extract(image);

        // Arrays of other lengths in between move where the next picture lies.
        var kept = new List<byte[]>();
        for (var i = 0; i < 16; i++)
        {
            kept.Add(new byte[8 * (1 + (i % 7))]);
            Assert.Equal(expected, (i % 2 == 0 ? extractor : other).Extract(image));
        }

        Assert.All(extractor.Extract(8, _ => image, TestContext.Current.CancellationToken), own => Assert.Equal(expected, own));
        Assert.Equal(16, kept.Count);
    }

    private static Image Flat(byte value)
    {
        var image = new Image(TextureGraph.MinSide, TextureGraph.MinSide, PixelFormat.Grey);
        image.Pixels.Fill(value);
        return image;
    }

    private static Image Colour(params byte[] colour)
    {
        var image = new Image(130, 130, PixelFormat.Rgb);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = colour[i % 3];
        }

        return image;
    }

    [Fact]
    public void Create_TooSmall_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TextureGraph.Create(TextureGraph.MinSide - 1));
    }
}
