using System.Buffers.Binary;
using System.Numerics;

namespace IndustrialAgents.Experts.Vision.Imaging.Bmp;

/// <summary>Where the channels of a 16- or 32-bit pixel lie; samples are spread over 0 to 255.</summary>
internal readonly struct BmpMasks
{
    private readonly uint _red;
    private readonly uint _green;
    private readonly uint _blue;
    private readonly uint _alpha;

    private BmpMasks(uint red, uint green, uint blue, uint alpha)
    {
        (_red, _green, _blue, _alpha) = (red, green, blue, alpha);
        foreach (var mask in (ReadOnlySpan<uint>)[red, green, blue, alpha])
        {
            var ones = mask >> BitOperations.TrailingZeroCount(mask);
            if (mask != 0 && (ones & (ones + 1)) != 0)
            {
                throw new ImageFormatException($"BMP: the channel mask {mask:X8} has gaps; the file is corrupt");
            }
        }

        if (red == 0 || green == 0 || blue == 0)
        {
            throw new ImageFormatException("BMP: a colour has an empty channel mask; the file is corrupt");
        }
    }

    public bool HasAlpha => _alpha != 0;

    public static BmpMasks Of(BmpHeader header, ReadOnlySpan<byte> data)
    {
        if (header.Compression == BmpCompression.None)
        {
            return header.Bits == 16 ? new(0x7C00, 0x03E0, 0x001F, 0) : new(0xFF0000, 0x00FF00, 0x0000FF, 0);
        }

        // The masks follow the 40 bytes that all headers share, inside the longer headers or behind the short one.
        const int Offset = 14 + 40;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(data[14..]);
        var hasAlpha = size >= 56 || (size == 40 && header.Compression == BmpCompression.BitFieldsWithAlpha);
        if (data.Length < Offset + (hasAlpha ? 16 : 12))
        {
            throw new ImageFormatException("BMP: the file ends in its channel masks; it is truncated");
        }

        return new BmpMasks(
            BinaryPrimitives.ReadUInt32LittleEndian(data[Offset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(data[(Offset + 4)..]),
            BinaryPrimitives.ReadUInt32LittleEndian(data[(Offset + 8)..]),
            hasAlpha ? BinaryPrimitives.ReadUInt32LittleEndian(data[(Offset + 12)..]) : 0);
    }

    public void Write(uint pixel, Span<byte> target)
    {
        target[0] = Sample(pixel, _red);
        target[1] = Sample(pixel, _green);
        target[2] = Sample(pixel, _blue);
        if (target.Length == 4)
        {
            target[3] = Sample(pixel, _alpha);
        }
    }

    private static byte Sample(uint pixel, uint mask)
    {
        var shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }
}
