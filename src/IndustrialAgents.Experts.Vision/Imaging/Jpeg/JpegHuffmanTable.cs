namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>A canonical Huffman code of at most 16 bits (ITU-T T.81, annexes C and F.2.2.3), with short codes looked up at once.</summary>
internal sealed class JpegHuffmanTable
{
    /// <summary>Codes of up to this many bits take one lookup.</summary>
    public const int LookupBits = 9;

    private readonly ushort[] _lookup = new ushort[1 << LookupBits];
    private readonly int[] _lastCode = new int[18];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    /// <param name="counts">Number of codes of 1 to 16 bits.</param>
    /// <param name="symbols">Their symbols, shortest code first.</param>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var code = 0;
        var next = 0;
        for (var length = 1; length <= 16; length++)
        {
            var count = counts[length - 1];
            _offset[length] = next - code;
            if (code + count > 1 << length)
            {
                throw new ImageFormatException($"JPEG: a Huffman table has too many codes of {length} bits; the file is corrupt");
            }

            for (var i = 0; i < count; i++, code++, next++)
            {
                if (length <= LookupBits)
                {
                    var shift = LookupBits - length;
                    _lookup.AsSpan(code << shift, 1 << shift).Fill((ushort)((length << 8) | _symbols[next]));
                }
            }

            _lastCode[length] = count == 0 ? -1 : code - 1;
            code <<= 1;
        }

        _lastCode[17] = int.MaxValue;
    }

    /// <summary>Length of the code in the upper byte and its symbol in the lower; 0 if the code is longer than the lookup.</summary>
    public int Lookup(int bits) => _lookup[bits];

    /// <summary>Decodes the longer codes from the next 16 bits; a length of 17 means that no code matches.</summary>
    public int Search(int bits, out int length)
    {
        for (length = LookupBits + 1; length <= 16; length++)
        {
            var code = bits >> (16 - length);
            if (code <= _lastCode[length])
            {
                return _symbols[code + _offset[length]];
            }
        }

        return 0;
    }
}
