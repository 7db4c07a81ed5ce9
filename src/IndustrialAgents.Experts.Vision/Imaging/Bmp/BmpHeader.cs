using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Bmp;

/// <summary>
/// The headers of a Windows bitmap, checked: BITMAPFILEHEADER and BITMAPCOREHEADER or BITMAPINFOHEADER and its successors, as
/// Microsoft's "Bitmap Storage" documents them.
/// </summary>
internal readonly record struct BmpHeader(
    int Width, int Height, bool TopDown, int Bits, BmpCompression Compression, int PaletteOffset, int PaletteCount, int PaletteEntryBytes, int PixelOffset)
{
    private const int FileHeaderBytes = 14;

    /// <summary>Bytes of an uncompressed row: rows end at multiples of four bytes.</summary>
    public long RowBytes => (((long)Width * Bits) + 31) / 32 * 4;

    public static BmpHeader Read(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        if (data.Length < FileHeaderBytes + 12)
        {
            throw new ImageFormatException($"BMP: the file has {data.Length} bytes, less than its headers; it is truncated");
        }

        var pixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(data[10..]);
        var info = data[FileHeaderBytes..];
        var size = BinaryPrimitives.ReadUInt32LittleEndian(info);
        if (size is not (12 or 40 or 52 or 56 or 64 or 108 or 124) || size > info.Length)
        {
            throw new ImageFormatException($"BMP: an information header of {size} bytes is unknown or truncated");
        }

        return size == 12 ? ReadCore(info, pixelOffset, limits) : ReadInfo(data, info, (int)size, pixelOffset, limits);
    }

    private static BmpHeader ReadCore(ReadOnlySpan<byte> info, uint pixelOffset, ImageLimits limits)
    {
        int width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
        limits.CheckSize("BMP", width, height);
        var count = bits <= 8 ? 1 << bits : 0;
        return Check(new BmpHeader(width, height, false, bits, BmpCompression.None, FileHeaderBytes + 12, count, 3, Offset(pixelOffset)));
    }

    private static BmpHeader ReadInfo(ReadOnlySpan<byte> data, ReadOnlySpan<byte> info, int size, uint pixelOffset, ImageLimits limits)
    {
        long width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        long height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        var compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        var colours = BinaryPrimitives.ReadUInt32LittleEndian(info[32..]);
        limits.CheckSize("BMP", width, Math.Abs(height));
        if (compression > (uint)BmpCompression.BitFieldsWithAlpha || compression is 4 or 5)
        {
            throw new ImageFormatException($"BMP: compression {compression} is not supported; save the picture uncompressed");
        }

        var kind = (BmpCompression)compression;
        var masks = size == 40 ? kind switch { BmpCompression.BitFields => 12, BmpCompression.BitFieldsWithAlpha => 16, _ => 0 } : 0;
        var palette = FileHeaderBytes + size + masks;
        var count = bits <= 8 && bits > 0 ? (int)Math.Min(colours == 0 ? 256 : colours, 1u << bits) : 0;
        if (data.Length < palette + (4 * count))
        {
            throw new ImageFormatException("BMP: the file ends in its palette; it is truncated");
        }

        return Check(new BmpHeader((int)width, (int)Math.Abs(height), height < 0, bits, kind, palette, count, 4, Offset(pixelOffset)));
    }

    private static int Offset(uint pixelOffset) => pixelOffset <= int.MaxValue
        ? (int)pixelOffset
        : throw new ImageFormatException($"BMP: the pixels are said to begin at byte {pixelOffset}; the file is corrupt");

    private static BmpHeader Check(BmpHeader header)
    {
        var valid = header.Compression switch
        {
            BmpCompression.None => header.Bits is 1 or 4 or 8 or 16 or 24 or 32,
            BmpCompression.Rle8 => header.Bits == 8 && !header.TopDown,
            BmpCompression.Rle4 => header.Bits == 4 && !header.TopDown,
            _ => header.Bits is 16 or 32,
        };
        return valid
            ? header
            : throw new ImageFormatException($"BMP: {header.Bits} bits a pixel with compression {header.Compression} do not exist");
    }
}
