using System.Buffers.Binary;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class JpegDecoderTests
{
    /// <summary>Offset of the frame marker's content behind FF C0 in the fixtures made by cjpeg.</summary>
    private static int FrameOf(byte[] file, byte marker) => file.AsSpan().IndexOf([(byte)0xFF, marker, (byte)0]) + 4;

    public static TheoryData<string> Fixtures() =>
        [.. Directory.GetFiles(TestData.Fixture("jpeg"), "*.pnm").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Decode_EveryKind_AgreesWithLibjpegTurboBitForBit(string name)
    {
        var image = ImageDecoder.Decode(Read(name));

        ImageAssert.Same(Pnm.Read(TestData.Fixture($"jpeg/{name}.pnm")), image);
    }

    [Fact]
    public void Decode_ArithmeticCoding_IsRefusedByName()
    {
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Read("arithmetic")));

        Assert.Contains("Huffman", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, new byte[] { 200, 100, 50, 255 }, new[] { 200, 100, 50 })]
    [InlineData(0, new byte[] { 200, 100, 50, 128 }, new[] { 100, 50, 25 })]
    [InlineData(2, new byte[] { 200, 128, 128, 255 }, new[] { 55, 55, 55 })]
    public void Decode_FourInks_GivesRgb(int adobeTransform, byte[] inks, int[] expected)
    {
        var image = ImageDecoder.Decode(TestJpeg.Flat(9, 5, inks, adobeTransform));

        Assert.Equal((9, 5, PixelFormat.Rgb), (image.Width, image.Height, image.Format));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            Assert.InRange(image.Pixels[i], expected[i % 3] - 1, expected[i % 3] + 1);
        }
    }

    [Theory]
    [InlineData(0xC3, 8, "marker C3 is not supported; only baseline")]
    [InlineData(0xC1, 12, "12 bits")]
    public void Decode_OtherFrames_AreRefusedByName(byte frame, byte bits, string named)
    {
        var file = Read("s444").ToArray();
        var start = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (file[start + 1], file[start + 4]) = (frame, bits);

        Assert.Contains(named, Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Decode_AdobeTransformZero_IsRgb()
    {
        var image = ImageDecoder.Decode(TestJpeg.Flat(8, 8, [10, 200, 30], adobeTransform: 0));

        Assert.Equal([10, 200, 30], image.Pixels[..3].ToArray());
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 36, 0)]
    [InlineData(3, 36, 28)]
    [InlineData(4, 0, 28)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 28, 0)]
    [InlineData(7, 28, 36)]
    [InlineData(8, 0, 36)]
    public void Decode_WithOrientation_TurnsThePicture(int orientation, int cornerX, int cornerY)
    {
        var file = Read("s444");
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] turned = [.. file[..2], .. exif, .. file[2..]];
        var stored = ImageDecoder.Decode(file);

        var image = ImageDecoder.Decode(turned, applyOrientation: true);

        Assert.Equal(orientation < 5 ? (37, 29) : (29, 37), (image.Width, image.Height));
        Assert.Equal(stored.Pixels[..3].ToArray(), image.Row(cornerY).Slice(3 * cornerX, 3).ToArray());
        ImageAssert.Same(stored, ImageDecoder.Decode(turned));
    }

    [Theory]
    [InlineData(65000, 65000)]
    [InlineData(5000, 5000)]
    [InlineData(0, 10)]
    public void Decode_ClaimOfAHugePicture_IsRefusedBeforeMemoryIsTaken(int width, int height)
    {
        var file = Read("s420");
        var frame = FrameOf(file, 0xC0);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 1), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 3), (ushort)width);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

        Assert.Contains($"{width} x {height}", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_MoreThanTheLimits_NamesTheLimit()
    {
        var file = Read("s420");

        Assert.Contains("limit is 100", Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(file, new ImageLimits { MaxBytes = 100 })).Message, StringComparison.Ordinal);
        Assert.Contains("limit is 1000", Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 1000 })).Message, StringComparison.Ordinal);
        Assert.Contains("exceed 30", Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(file, new ImageLimits { MaxSide = 30 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_RepeatedScan_IsRefused()
    {
        var file = Read("grey");
        var scan = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);

        Assert.Contains("out of order", Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode([.. file[..^2], .. file[scan..]])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("restart")]
    [InlineData("progressive444restart")]
    public void Decode_EveryTruncation_IsRefused(string name)
    {
        var file = Read(name);

        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, length)));
        }
    }

    private static byte[] Read(string name) => File.ReadAllBytes(TestData.Fixture($"jpeg/{name}.jpg"));
}
