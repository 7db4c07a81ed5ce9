using System.Buffers.Binary;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class PngDecoderTests
{
    public static TheoryData<int, int, bool> Kinds()
    {
        var data = new TheoryData<int, int, bool>();
        foreach (var (colour, depths) in new[] { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
        {
            foreach (var depth in depths)
            {
                data.Add(colour, depth, false);
                data.Add(colour, depth, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_EveryColourTypeAndDepth_GivesTheSamples(int colourType, int depth, bool interlaced)
    {
        foreach (var (width, height) in new[] { (1, 1), (3, 2), (7, 9), (17, 13), (32, 16) })
        {
            var random = new Random(colourType + depth);
            var palette = new byte[3 * (1 << Math.Min(depth, 8))];
            random.NextBytes(palette);
            var png = new TestPng(width, height, colourType, depth, interlaced) { Palette = colourType == 3 ? palette : null };
            var samples = new int[width, height, 4];
            foreach (ref var value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref samples[0, 0, 0], samples.Length))
            {
                value = random.Next(1 << depth);
            }

            var image = ImageDecoder.Decode(png.Encode((x, y, c) => samples[x, y, c]));

            var format = colourType switch { 0 => PixelFormat.Grey, 2 or 3 => PixelFormat.Rgb, _ => PixelFormat.Rgba };
            Assert.Equal((width, height, format), (image.Width, image.Height, image.Format));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    for (var c = 0; c < image.Channels; c++)
                    {
                        var expected = colourType switch
                        {
                            3 => palette[(3 * samples[x, y, 0]) + c],
                            4 => Eight(samples[x, y, c == 3 ? 1 : 0], depth),
                            _ => Eight(samples[x, y, c], depth),
                        };
                        Assert.Equal(expected, image.Row(y)[(x * image.Channels) + c]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Decode_PaletteWithTransparency_GivesAlpha()
    {
        var png = new TestPng(3, 1, 3, 2, false) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9], Transparency = [10, 20] };

        var image = ImageDecoder.Decode(png.Encode((x, _, _) => x));

        Assert.Equal(PixelFormat.Rgba, image.Format);
        Assert.Equal([1, 2, 3, 10, 4, 5, 6, 20, 7, 8, 9, 255], image.Pixels.ToArray());
    }

    [Fact]
    public void Decode_ColourKey_MakesThatColourTransparent()
    {
        var grey = new TestPng(2, 1, 0, 16, false) { Transparency = [0x12, 0x34] };
        var colour = new TestPng(2, 1, 2, 8, false) { Transparency = [0, 1, 0, 2, 0, 3] };

        Assert.Equal([0x12, 0x12, 0x12, 0, 0x12, 0x12, 0x12, 255], ImageDecoder.Decode(grey.Encode((x, _, _) => 0x1234 + x)).Pixels.ToArray());
        Assert.Equal([1, 2, 3, 0, 2, 3, 4, 255], ImageDecoder.Decode(colour.Encode((x, _, c) => 1 + c + x)).Pixels.ToArray());
    }

    [Fact]
    public void Decode_ClaimOfAHugePicture_IsRefusedBeforeMemoryIsTaken()
    {
        var file = new TestPng(1, 1, 6, 8, false).Encode((_, _, _) => 0);
        using var bomb = new MemoryStream();
        bomb.Write(file.AsSpan(0, 8));
        var header = file[16..29];
        BinaryPrimitives.WriteInt32BigEndian(header, 100000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 100000);
        TestPng.Chunk(bomb, "IHDR"u8, header);
        bomb.Write(file.AsSpan(33));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bomb.ToArray()));

        Assert.Contains("100000 x 100000", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_TooLittleDataForTheSize_IsRefusedBeforeMemoryIsTaken()
    {
        var file = new TestPng(5000, 5000, 2, 8, false).Assemble([0x78, 0x9C, 3, 0, 0, 0, 0, 1]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_MoreDataThanThePicture_IsBoundedByThePicture()
    {
        var image = ImageDecoder.Decode(new TestPng(1, 1, 0, 8, false).Assemble(Compressed(64 << 20)));

        Assert.Equal([0], image.Pixels.ToArray());
    }

    [Fact]
    public void Decode_WrongChecksumOfTheDataStream_IsRefused()
    {
        var packed = Compressed(4 * 5);
        packed[^1] ^= 1;

        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(new TestPng(4, 4, 0, 8, false).Assemble(packed)));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 16)]
    [InlineData(2, 4)]
    [InlineData(5, 8)]
    public void Decode_UndefinedColourTypeOrDepth_IsRefused(int colourType, int depth)
    {
        var file = new TestPng(1, 1, colourType, depth, false) { Palette = [0, 0, 0] }.Assemble(Compressed(5));

        Assert.Contains("colour type", Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PaletteIndexBeyondThePalette_IsRefused()
    {
        var png = new TestPng(2, 2, 3, 8, false) { Palette = [1, 2, 3] };

        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(png.Encode((_, _, _) => 7)));

        Assert.Contains("palette entry 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_EveryTruncation_IsRefused()
    {
        var file = new TestPng(9, 7, 6, 16, true).Encode((x, y, c) => (x * 7000) + (y * 900) + c);

        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Decode_EveryFlippedBit_IsRefused()
    {
        var file = new TestPng(5, 4, 2, 8, false).Encode((x, y, c) => (x * 40) + (y * 3) + c);

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte Eight(int sample, int depth) => (byte)(depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1));

    private static byte[] Compressed(int zeros)
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[zeros]);
        }

        return packed.ToArray();
    }
}
