using System.Runtime.CompilerServices;

namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Reads entropy-coded bits, removing stuffed zero bytes (ITU-T T.81, F.2.2.5). It stops at a marker; bits wanted beyond it
/// are an error, for they mean lost data.
/// </summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private ulong _bits;
    private int _count;
    private int _padding;

    /// <summary>Where the next byte is taken from: at a marker's FF once the data before it is used up.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Decodes one symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Decode(JpegHuffmanTable table)
    {
        Ensure(16);
        var bits = (int)(_bits >> (_count - 16)) & 0xFFFF;
        var entry = table.Lookup(bits >> (16 - JpegHuffmanTable.LookupBits));
        if (entry != 0)
        {
            Drop(entry >> 8);
            return entry & 0xFF;
        }

        var symbol = table.Search(bits, out var length);
        if (length > 16)
        {
            throw new ImageFormatException($"JPEG: no Huffman code matches near byte {Position}; the file is corrupt");
        }

        Drop(length);
        return symbol;
    }

    /// <summary>The next <paramref name="count"/> bits, at most 16, as an unsigned number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        Ensure(count);
        var value = (int)(_bits >> (_count - count)) & ((1 << count) - 1);
        Drop(count);
        return value;
    }

    /// <summary>The next <paramref name="count"/> bits as a signed difference or coefficient (EXTEND of F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Drops what is left of the interval and steps over restart marker <paramref name="number"/>.</summary>
    public void Restart(int number)
    {
        _bits = 0;
        _count = 0;
        _padding = 0;
        while (Position + 1 < _data.Length && !(_data[Position] == 0xFF && _data[Position + 1] is not (0 or 0xFF)))
        {
            Position++;
        }

        if (Position + 1 >= _data.Length || _data[Position + 1] != JpegMarker.Restart0 + number)
        {
            throw new ImageFormatException($"JPEG: restart marker {number} is missing near byte {Position}; the file is truncated or corrupt");
        }

        Position += 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int count)
    {
        if (_count < count)
        {
            Fill();
        }
    }

    private void Drop(int count)
    {
        _count -= count;
        if (_count < _padding)
        {
            throw new ImageFormatException($"JPEG: the picture's data ends early at byte {Position}; the file is truncated or corrupt");
        }
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            var value = 0;
            if (Position >= _data.Length)
            {
                _padding += 8;
            }
            else if (_data[Position] != 0xFF)
            {
                value = _data[Position++];
            }
            else if (Position + 1 < _data.Length && _data[Position + 1] == 0)
            {
                value = 0xFF;
                Position += 2;
            }
            else
            {
                _padding += 8;
            }

            _bits = (_bits << 8) | (uint)value;
            _count += 8;
        }
    }
}
