using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace IndustrialAgents.Postgres;

/// <summary>Digests that tell whether a record was stored before. Thread-safe.</summary>
internal static class Digests
{
    /// <summary>Digest of a decision's record.</summary>
    public static byte[] OfRecord(byte[] body) => SHA256.HashData(body);

    /// <summary>Digest of what feedback says, the same for every version of the contract that has these fields.</summary>
    public static byte[] OfFeedback(Feedback feedback)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, feedback.Label);
        Add(hash, feedback.Source);
        hash.AppendData([feedback.Correct switch { null => 0, false => 1, true => 2 }]);
        var truth = feedback.Truth.ToArray();
        for (var i = 0; i < truth.Length; i++)
        {
            // Makes 0 of −0, which is equal to it.
            truth[i] += 0.0;
        }

        hash.AppendData(MemoryMarshal.AsBytes(truth.AsSpan()));
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
