using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// One record of a case index: length and CRC-32C of what follows (little endian), a kind, and a case with its place, or only the id of a case that is
/// no longer wanted. Thread-safe.
/// </summary>
internal static class CaseRecord
{
    public const int HeadBytes = 8;
    public const int MaxBytes = 1 << 20;

    private const byte Added = 1;
    private const byte Removed = 2;

    public static byte[] Add(PastCase past, ReadOnlySpan<float> place)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0L);
        writer.Write(Added);
        foreach (var text in new[] { past.Id, past.Asset, past.Mode, past.Text })
        {
            writer.Write(text);
        }

        foreach (var value in place)
        {
            writer.Write(value);
        }

        return Seal(stream);
    }

    public static byte[] Remove(string id)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0L);
        writer.Write(Removed);
        writer.Write(id);
        return Seal(stream);
    }

    /// <summary>CRC-32C (Castagnoli) of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    /// <summary>Reads what follows the head.</summary>
    /// <returns>The case with its place, or with null the id of one removed.</returns>
    /// <exception cref="InvalidDataException">The bytes are no record of this dimension.</exception>
    public static (PastCase Case, float[]? Place) Read(byte[] payload, int dimension)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(payload), Encoding.UTF8);
            var kind = reader.ReadByte();
            var past = kind switch
            {
                Added => new PastCase(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString()),
                Removed => new PastCase(reader.ReadString(), "", "", ""),
                _ => throw new InvalidDataException($"kind {kind} is not known"),
            };
            var place = kind == Added ? new float[dimension] : null;
            for (var i = 0; i < place?.Length; i++)
            {
                place[i] = reader.ReadSingle();
            }

            return reader.BaseStream.Position == payload.Length && (place is null || Array.TrueForAll(place, float.IsFinite))
                ? (past, place)
                : throw new InvalidDataException($"it has {payload.Length} bytes, or a place that is not finite");
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"it cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Seal(MemoryStream stream)
    {
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - HeadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum(bytes.AsSpan(HeadBytes)));
        return bytes;
    }
}
