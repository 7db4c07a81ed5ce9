using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Routing;

/// <summary>
/// The form in which stores keep decisions and feedback: 8 bytes of SHA-256 over the rest, a byte that says how it is packed (0 plain, 1 Brotli), 4 bytes of unpacked length
/// (little-endian), then the contract's JSON in UTF-8. Thread-safe.
/// </summary>
public static class RecordCodec
{
    private const int CheckLength = 8;
    private const int HeaderLength = CheckLength + 1 + sizeof(int);
    private const byte Plain = 0;
    private const byte Brotli = 1;

    // Below this, compression saves less than it costs.
    private const int SmallestPacked = 512;

    /// <summary>Packs a value of the contract, such as a <see cref="Decision"/> or a <see cref="Feedback"/>, into a record.</summary>
    public static byte[] Encode<T>(T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options);
        var record = new byte[HeaderLength + json.Length];
        var length = 0;
        var packed = json.Length >= SmallestPacked
            && BrotliEncoder.TryCompress(json, record.AsSpan(HeaderLength), out length, quality: 1, window: 22);
        if (!packed)
        {
            json.CopyTo(record, HeaderLength);
            length = json.Length;
        }

        record[CheckLength] = packed ? Brotli : Plain;
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(CheckLength + 1), json.Length);
        Array.Resize(ref record, HeaderLength + length);
        Check(record).CopyTo(record, 0);
        return record;
    }

    /// <summary>Reads what <see cref="Encode"/> packed; any truncation or changed bit is found.</summary>
    /// <exception cref="InvalidDataException">The record is damaged, or not of this contract; the message says which, as the end of a sentence.</exception>
    public static T Decode<T>(byte[] record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Length < HeaderLength || !record.AsSpan(0, CheckLength).SequenceEqual(Check(record)))
        {
            throw new InvalidDataException("its checksum does not match its content");
        }

        var body = record.AsSpan(HeaderLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(CheckLength + 1));
        try
        {
            return JsonSerializer.Deserialize<T>(record[CheckLength] == Brotli ? Unpack(body, length) : body, ContractJson.Options)
                ?? throw new InvalidDataException("it is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IndustrialAgentsException or ArgumentException)
        {
            throw new InvalidDataException($"it is not of this version's contract: {e.Message}", e);
        }
    }

    private static byte[] Unpack(ReadOnlySpan<byte> body, int length)
    {
        // The checksum vouches for the length; the bound is for a record that somebody forged.
        if (length < 0 || length > Array.MaxLength)
        {
            throw new InvalidDataException($"its length {length} is impossible");
        }

        var json = new byte[length];
        return BrotliDecoder.TryDecompress(body, json, out var written) && written == length
            ? json
            : throw new InvalidDataException("it cannot be unpacked");
    }

    private static byte[] Check(byte[] record) => SHA256.HashData(record.AsSpan(CheckLength))[..CheckLength];
}
