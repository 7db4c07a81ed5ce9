using System.Security.Cryptography;
using System.Text;

namespace IndustrialAgents.Routing;

/// <summary>The frame of the binary forms: 8 bytes of SHA-256 over the rest, a byte of version, then the body.</summary>
internal static class SealedBytes
{
    private const int CheckLength = 8;

    public static byte[] Seal(byte version, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0L);
        writer.Write(version);
        write(writer);
        writer.Flush();
        var bytes = stream.ToArray();
        Check(bytes).CopyTo(bytes, 0);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, of another version, or have more or less in them than is read.</exception>
    public static T Open<T>(byte[] bytes, byte version, Func<BinaryReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length <= CheckLength || !bytes.AsSpan(0, CheckLength).SequenceEqual(Check(bytes)))
        {
            throw new InvalidDataException("the checksum does not match the content");
        }

        if (bytes[CheckLength] != version)
        {
            throw new InvalidDataException($"the version {bytes[CheckLength]} is not one this program knows (it reads {version})");
        }

        using var stream = new MemoryStream(bytes, CheckLength + 1, bytes.Length - CheckLength - 1, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var value = read(reader);
            return stream.Position == stream.Length ? value : throw new InvalidDataException("there is more than was written");
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or OverflowException or IndustrialAgentsException)
        {
            throw new InvalidDataException($"the content is not what it should be: {e.Message}", e);
        }
    }

    /// <summary>A number of things of at least one byte each; so no more is allocated than the bytes can fill.</summary>
    public static int ReadCount(this BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        return count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new InvalidDataException($"the count {count} is impossible");
    }

    private static byte[] Check(byte[] bytes) => SHA256.HashData(bytes.AsSpan(CheckLength))[..CheckLength];
}
