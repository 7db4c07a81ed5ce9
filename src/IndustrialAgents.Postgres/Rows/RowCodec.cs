using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IndustrialAgents.Assets;

namespace IndustrialAgents.Postgres;

/// <summary>
/// The form in which batches of rows are kept: 8 bytes of SHA-256 over the rest, then all times as int64 and all values as float32, little-endian.
/// Thread-safe.
/// </summary>
internal static class RowCodec
{
    private const int CheckLength = 8;

    public static byte[] Encode(RowBatch batch)
    {
        var record = new byte[Length(batch.Count, batch.Channels)];
        var times = record.AsSpan(CheckLength, batch.Count * sizeof(long));
        var values = record.AsSpan(CheckLength + times.Length);
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(batch.Times.Span).CopyTo(times);
            MemoryMarshal.AsBytes(batch.Values.Span).CopyTo(values);
        }
        else
        {
            for (var i = 0; i < batch.Count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(times[(i * sizeof(long))..], batch.Times.Span[i]);
            }

            for (var i = 0; i < batch.Values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(values[(i * sizeof(float))..], batch.Values.Span[i]);
            }
        }

        Check(record).CopyTo(record);
        return record;
    }

    /// <exception cref="InvalidDataException">The record is damaged; the message says how, as the end of a sentence.</exception>
    public static RowBatch Decode(byte[] record, int rows, int channels)
    {
        if (rows < 1 || channels < 1 || record.LongLength != Length(rows, channels))
        {
            throw new InvalidDataException($"{record.Length} bytes are not {rows} rows of {channels} channels");
        }

        if (!record.AsSpan(0, CheckLength).SequenceEqual(Check(record)))
        {
            throw new InvalidDataException("its checksum does not match its content");
        }

        var times = new long[rows];
        for (var i = 0; i < rows; i++)
        {
            times[i] = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(CheckLength + (i * sizeof(long))));
        }

        try
        {
            return RowBatch.FromBytes(times, record.AsSpan(CheckLength + (rows * sizeof(long))), channels);
        }
        catch (InvalidRequestException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static long Length(long rows, long channels) => CheckLength + (rows * sizeof(long)) + (rows * channels * sizeof(float));

    private static ReadOnlySpan<byte> Check(byte[] record) => SHA256.HashData(record.AsSpan(CheckLength)).AsSpan(0, CheckLength);
}
