using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class BmpDecoderTests
{
    private static readonly byte[] Red = [255, 0, 0];
    private static readonly byte[] Green = [0, 255, 0];
    private static readonly byte[] Blue = [0, 0, 255];

    [Theory]
    [InlineData(1, new byte[] { 0b01000000, 0, 0, 0 })]
    [InlineData(4, new byte[] { 0x01, 0x00, 0, 0 })]
    [InlineData(8, new byte[] { 0, 1, 0, 0 })]
    public void Decode_Indexed_GivesThePaletteColours(int bits, byte[] row)
    {
        var image = ImageDecoder.Decode(TestBmp.File(3, 1, bits, 0, TestBmp.Palette(Red, Green), row));

        Assert.Equal([.. Red, .. Green, .. Red], image.Pixels.ToArray());
    }

    [Fact]
    public void Decode_GreyPalette_GivesAGreyPicture()
    {
        var image = ImageDecoder.Decode(TestBmp.File(2, 1, 8, 0, TestBmp.Palette([7, 7, 7], [200, 200, 200]), [1, 0, 0, 0]));

        Assert.Equal(PixelFormat.Grey, image.Format);
        Assert.Equal([200, 7], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void Decode_TrueColour_PutsRowsInOrder(int height)
    {
        byte[] first = [1, 2, 3, 4, 5, 6, 0, 0];
        byte[] second = [7, 8, 9, 10, 11, 12, 0, 0];

        var image = ImageDecoder.Decode(TestBmp.File(2, height, 24, 0, [], [.. first, .. second]));

        byte[] top = [3, 2, 1, 6, 5, 4];
        byte[] bottom = [9, 8, 7, 12, 11, 10];
        Assert.Equal(height < 0 ? [.. top, .. bottom] : [.. bottom, .. top], image.Pixels.ToArray());
    }

    [Fact]
    public void Decode_SixteenAndThirtyTwoBits_SpreadsSamples()
    {
        var plain16 = TestBmp.File(2, 1, 16, 0, [], [0x1F, 0x7C, 0xE0, 0x03]);
        var fields16 = TestBmp.File(2, 1, 16, 3, [], [0x10, 0xF8, 0xE0, 0x07], 0xF800, 0x07E0, 0x001F);
        var plain32 = TestBmp.File(1, 1, 32, 0, [], [1, 2, 3, 4]);
        var alpha32 = TestBmp.File(1, 1, 32, 6, [], [1, 2, 3, 4], 0xFF, 0xFF00, 0xFF0000, 0xFF000000);

        Assert.Equal([255, 0, 255, 0, 255, 0], ImageDecoder.Decode(plain16).Pixels.ToArray());
        Assert.Equal([255, 0, 131, 0, 255, 0], ImageDecoder.Decode(fields16).Pixels.ToArray());
        Assert.Equal([3, 2, 1], ImageDecoder.Decode(plain32).Pixels.ToArray());
        Assert.Equal([1, 2, 3, 4], ImageDecoder.Decode(alpha32).Pixels.ToArray());
    }

    [Fact]
    public void Decode_Rle8_ExpandsRunsLiteralsAndJumps()
    {
        // Bottom row: two greens, three literals; a jump of one to the right and one up; one blue.
        byte[] data = [2, 1, 0, 3, 2, 0, 1, 0, 0, 0, 0, 2, 1, 0, 1, 2, 0, 1];

        var image = ImageDecoder.Decode(TestBmp.File(5, 2, 8, 1, TestBmp.Palette(Red, Green, Blue), data));

        Assert.Equal([.. Red, .. Blue, .. Red, .. Red, .. Red], image.Row(0).ToArray());
        Assert.Equal([.. Green, .. Green, .. Blue, .. Red, .. Green], image.Row(1).ToArray());
    }

    [Fact]
    public void Decode_Rle4_ExpandsNibbles()
    {
        byte[] data = [3, 0x12, 0, 3, 0x01, 0x20, 0, 1];

        var image = ImageDecoder.Decode(TestBmp.File(6, 1, 4, 2, TestBmp.Palette(Red, Green, Blue), data));

        Assert.Equal([.. Green, .. Blue, .. Green, .. Red, .. Green, .. Blue], image.Row(0).ToArray());
    }

    [Fact]
    public void Decode_CoreHeader_HasThreeBytePaletteEntries()
    {
        byte[] file = [.. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 12, 0, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0, 0, 0, 255, 0, 255, 0, 0b01000000, 0, 0, 0];

        Assert.Equal([.. Red, .. Green], ImageDecoder.Decode(file).Pixels.ToArray());
    }

    [Theory]
    [InlineData(40000, 40000)]
    [InlineData(20000, 1)]
    [InlineData(0, 1)]
    [InlineData(5, int.MinValue)]
    [InlineData(1000, 1000)]
    public void Decode_SizeBeyondLimitsOrData_IsRefused(int width, int height)
    {
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(TestBmp.File(width, height, 24, 0, [], new byte[16])));
    }

    [Theory]
    [InlineData(8, 7)]
    [InlineData(5, 0)]
    [InlineData(24, 1)]
    [InlineData(8, 4)]
    public void Decode_UnknownBitsOrCompression_IsRefused(int bits, int compression)
    {
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(TestBmp.File(1, 1, bits, compression, TestBmp.Palette(Red, Green), new byte[64])));
    }

    [Fact]
    public void Decode_EveryTruncation_IsRefused()
    {
        byte[][] files =
        [
            TestBmp.File(3, 3, 24, 0, [], new byte[36]),
            TestBmp.File(5, 2, 8, 1, TestBmp.Palette(Red, Green, Blue), [2, 1, 0, 3, 2, 0, 1, 0, 0, 0, 0, 2, 1, 0, 1, 2, 0, 1]),
            TestBmp.File(2, 1, 16, 3, [], [0x10, 0xF8, 0xE0, 0x07], 0xF800, 0x07E0, 0x001F),
        ];

        foreach (var file in files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, length)));
            }
        }
    }
}
