using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>The Huffman and quantisation tables in force (ITU-T T.81, B.2.4).</summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] _quantisation = new ushort[4][];

    public JpegHuffmanTable?[] Dc { get; } = new JpegHuffmanTable[4];

    public JpegHuffmanTable?[] Ac { get; } = new JpegHuffmanTable[4];

    /// <summary>Table <paramref name="number"/> in natural order.</summary>
    public ushort[] Quantisation(int number) => _quantisation[number]
        ?? throw new ImageFormatException($"JPEG: quantisation table {number} is used and was never defined; the file is corrupt");

    public void ReadQuantisation(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (precision, number) = (segment[0] >> 4, segment[0] & 15);
            var size = 64 * (precision + 1);
            if (precision > 1 || number > 3 || segment.Length < 1 + size)
            {
                throw new ImageFormatException("JPEG: a quantisation table is malformed; the file is corrupt");
            }

            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                table[ZigZag.Natural[i]] = precision == 0 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * i))..]);
            }

            _quantisation[number] = table;
            segment = segment[(1 + size)..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (kind, number) = (segment[0] >> 4, segment[0] & 15);
            var count = 0;
            for (var i = 1; i <= 16 && i < segment.Length; i++)
            {
                count += segment[i];
            }

            if (kind > 1 || number > 3 || count > 256 || segment.Length < 17 + count)
            {
                throw new ImageFormatException("JPEG: a Huffman table is malformed; the file is corrupt");
            }

            (kind == 0 ? Dc : Ac)[number] = new JpegHuffmanTable(segment.Slice(1, 16), segment.Slice(17, count));
            segment = segment[(17 + count)..];
        }
    }
}
