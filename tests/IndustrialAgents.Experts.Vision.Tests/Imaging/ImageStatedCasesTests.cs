using System.Buffers.Binary;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>What docs/vision.md says of unusual pictures, row by row.</summary>
public sealed class ImageStatedCasesTests
{
    [Fact]
    public void Empty_IsRefused() => Refused([], "the picture is empty: no bytes were given");

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("bmp")]
    public void ZeroSize_IsRefused(string format) => Refused(Sized(format, 0, 5), "0 x 5; both sides must be at least 1");

    [Fact]
    public void OneByOne_Decodes()
    {
        Gives(new TestPng(1, 1, 2, 8, true).Encode((_, _, c) => 10 + c), 1, 1, PixelFormat.Rgb, [10, 11, 12]);
        Gives(TestJpeg.Flat(1, 1, [77]), 1, 1, PixelFormat.Grey, [77]);
        Gives(TestBmp.File(1, 1, 24, 0, [], [3, 2, 1, 0]), 1, 1, PixelFormat.Rgb, [1, 2, 3]);
    }

    [Fact]
    public void SixteenBits_KeepTheHighByte() =>
        Gives(new TestPng(2, 1, 0, 16, false).Encode((x, _, _) => x == 0 ? 0x12FF : 0xFE01), 2, 1, PixelFormat.Grey, [0x12, 0xFE]);

    [Fact]
    public void FourInks_BecomeColours()
    {
        // Adobe writes inks inverted: 255 is none.
        var image = ImageDecoder.Decode(TestJpeg.Flat(8, 8, [255, 255, 255, 255], 0));
        Assert.Equal(PixelFormat.Rgb, image.Format);
        Assert.Equal([255, 255, 255], image.Pixels[..3].ToArray());
    }

    [Fact]
    public void Palette_BecomesColours()
    {
        var file = new TestPng(2, 1, 3, 1, false) { Palette = [1, 2, 3, 4, 5, 6] };
        Gives(file.Encode((x, _, _) => x), 2, 1, PixelFormat.Rgb, [1, 2, 3, 4, 5, 6]);
        Gives(TestBmp.File(2, 1, 8, 0, TestBmp.Palette([1, 2, 3], [4, 5, 6]), [0, 1, 0, 0]), 2, 1, PixelFormat.Rgb, [1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Interlaced_GivesTheSamePixels()
    {
        static int Sample(int x, int y, int c) => (x * 20) + (y * 9) + c;
        ImageAssert.Same(
            ImageDecoder.Decode(new TestPng(9, 7, 2, 8, false).Encode(Sample)),
            ImageDecoder.Decode(new TestPng(9, 7, 2, 8, true).Encode(Sample)));
    }

    [Fact]
    public void Truncated_IsRefusedAndNotFilledUp()
    {
        foreach (var file in new[] { new TestPng(9, 7, 2, 8, false).Encode((x, y, c) => x + y + c), File.ReadAllBytes(Path.Combine(TestData.Fixture("jpeg"), "progressive420.jpg")), TestBmp.File(3, 3, 24, 0, [], new byte[36]) })
        {
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, file.Length * 3 / 4)));
        }
    }

    [Fact]
    public void PngWithDictionary_IsRefused()
    {
        // A zlib header that announces a preset dictionary, with its check bits right.
        Refused(new TestPng(2, 2, 0, 8, false).Assemble([0x78, 0xBB, 1, 2, 3, 4, 5, 6, 7, 8]), "the compressed data is corrupt");
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("bmp")]
    public void HundredMegapixels_AreRefusedAtTheHeader(string format)
    {
        var file = Sized(format, 10_000, 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(file, "10000 x 10000 = 100000000 pixels; the limit is 33554432, so send a smaller picture");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    private static void Refused(byte[] data, string mention) =>
        Assert.Contains(mention, Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(data)).Message, StringComparison.Ordinal);

    private static void Gives(byte[] data, int width, int height, PixelFormat format, byte[] pixels)
    {
        var image = ImageDecoder.Decode(data);
        Assert.Equal((width, height, format), (image.Width, image.Height, image.Format));
        Assert.Equal(pixels, image.Pixels.ToArray());
    }

    private static byte[] Sized(string format, int width, int height)
    {
        switch (format)
        {
            case "png":
                return new TestPng(width, height, 0, 8, false).Assemble([1, 2, 3]);
            case "bmp":
                return TestBmp.File(width, height, 24, 0, [], new byte[36]);
            default:
                var jpeg = TestJpeg.Flat(8, 8, [77]);
                var frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
                BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), (ushort)height);
                BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), (ushort)width);
                return jpeg;
        }
    }
}
