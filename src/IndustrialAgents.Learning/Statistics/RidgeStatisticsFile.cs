using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IndustrialAgents.Learning;

/// <summary>
/// Statistics as bytes, little-endian: <c>IARS</c>, version (int32), features (int32), targets (int32), rows (int64), the elements of G on and
/// right of the diagonal by rows, C by rows, Σφ, Σy, Σy² (all float64), and the SHA-256 of everything before it. Thread-safe.
/// </summary>
public static class RidgeStatisticsFile
{
    private const int Version = 1;
    private const int HeaderBytes = 4 + 4 + 4 + 4 + 8;
    private static ReadOnlySpan<byte> Magic => "IARS"u8;

    /// <summary>Writes statistics.</summary>
    public static byte[] Save(RidgeStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var (d, k) = (statistics.Features, statistics.Targets);
        var bytes = new byte[Length(d, k)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), d);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), k);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), statistics.Count);
        var rest = bytes.AsSpan(HeaderBytes);
        for (var i = 0; i < d; i++)
        {
            LittleEndian.Write(statistics.Gram.Slice((i * d) + i, d - i), ref rest);
        }

        LittleEndian.Write(statistics.Cross, ref rest);
        LittleEndian.Write(statistics.FeatureSums, ref rest);
        LittleEndian.Write(statistics.TargetSums, ref rest);
        LittleEndian.Write(statistics.TargetSquares, ref rest);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), rest);
        return bytes;
    }

    /// <summary>Reads statistics.</summary>
    /// <exception cref="InvalidStatisticsException">The bytes are not whole, not of this format, or were changed.</exception>
    public static RidgeStatistics Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Magic))
        {
            throw new InvalidStatisticsException("the bytes do not begin as statistics do");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var d = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var k = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (version != Version || d is < 1 or > RidgeStatistics.MaxWidth || k is < 1 or > RidgeStatistics.MaxWidth || count < 0)
        {
            throw new InvalidStatisticsException($"version {version} with {d} features, {k} targets and {count} rows cannot be read; version {Version} can");
        }

        // The length is checked before anything is allocated by what the header says.
        if (bytes.Length != Length(d, k))
        {
            throw new InvalidStatisticsException($"{bytes.Length} bytes; {d} features and {k} targets take {Length(d, k)}");
        }

        var body = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InvalidStatisticsException("the checksum does not match; the bytes were damaged");
        }

        var rest = body[HeaderBytes..];
        var gram = new double[(long)d * d];
        for (var i = 0; i < d; i++)
        {
            LittleEndian.Read(gram.AsSpan((i * d) + i, d - i), ref rest);
        }

        var (cross, featureSums, targetSums, targetSquares) = (new double[(long)d * k], new double[d], new double[k], new double[k]);
        LittleEndian.Read(cross, ref rest);
        LittleEndian.Read(featureSums, ref rest);
        LittleEndian.Read(targetSums, ref rest);
        LittleEndian.Read(targetSquares, ref rest);
        return new RidgeStatistics(d, k, count, gram, cross, featureSums, targetSums, targetSquares);
    }

    private static long Length(long d, long k) =>
        HeaderBytes + (sizeof(double) * ((d * (d + 1) / 2) + (d * k) + d + k + k)) + SHA256.HashSizeInBytes;
}
