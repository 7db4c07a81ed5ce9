using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IndustrialAgents.Learning;

/// <summary>
/// Moments as bytes, little-endian: <c>IAWM</c>, version (int32), values of a window (int32), extras (int32), windows (int64), the moments on and
/// right of the diagonal by rows, their sums, extras by values, extras by extras, sums of extras (all float64), and the SHA-256 of everything
/// before it. Thread-safe.
/// </summary>
public static class WindowMomentsFile
{
    private const int Version = 1;
    private const int HeaderBytes = 4 + 4 + 4 + 4 + 8;
    private const int MostExtras = 64;
    private static ReadOnlySpan<byte> Magic => "IAWM"u8;

    /// <summary>Writes moments.</summary>
    public static byte[] Save(WindowMoments moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        var bytes = new byte[Length(moments.Length, moments.Extras)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), moments.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), moments.Extras);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), moments.Count);
        var rest = bytes.AsSpan(HeaderBytes);
        moments.Write(ref rest);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), rest);
        return bytes;
    }

    /// <summary>Reads moments.</summary>
    /// <exception cref="InvalidStatisticsException">The bytes are not whole, not of this format, or were changed.</exception>
    public static WindowMoments Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic))
        {
            throw new InvalidStatisticsException("the bytes do not begin as moments of windows do");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var extras = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (version != Version || length is < 2 or > 2 * RidgeStatistics.MaxWidth || extras is < 0 or > MostExtras || count < 0)
        {
            throw new InvalidStatisticsException($"version {version} with {count} windows of {length} values and {extras} extras cannot be read; version {Version} can");
        }

        // The length is checked before anything is allocated by what the header says.
        if (bytes.Length != Length(length, extras))
        {
            throw new InvalidStatisticsException($"{bytes.Length} bytes; windows of {length} values and {extras} extras take {Length(length, extras)}");
        }

        var body = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidStatisticsException("the checksum does not match; the bytes were damaged");
        }

        var rest = body[HeaderBytes..];
        return WindowMoments.Read(length, extras, count, ref rest);
    }

    private static long Length(int length, int extras) => HeaderBytes + WindowMoments.BytesOf(length, extras) + SHA256.HashSizeInBytes;
}
