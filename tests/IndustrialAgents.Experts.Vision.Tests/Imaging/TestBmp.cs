using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Writes Windows bitmaps of any kind from rows that are already packed, in the order of the file.</summary>
internal static class TestBmp
{
    public static byte[] File(int width, int height, int bits, int compression, byte[] palette, byte[] pixels, params uint[] masks)
    {
        var header = new byte[54 + (4 * masks.Length) + palette.Length];
        (header[0], header[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), header.Length + pixels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(46), palette.Length / 4);
        for (var i = 0; i < masks.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(54 + (4 * i)), masks[i]);
        }

        palette.CopyTo(header.AsSpan(54 + (4 * masks.Length)));
        return [.. header, .. pixels];
    }

    /// <summary>A palette of blue, green, red, unused.</summary>
    public static byte[] Palette(params byte[][] colours) => [.. colours.SelectMany(c => new byte[] { c[2], c[1], c[0], 0 })];
}
