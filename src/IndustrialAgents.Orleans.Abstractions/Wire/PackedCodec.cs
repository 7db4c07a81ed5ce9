using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Writes numbers as a length in bytes and their bytes, copied once on either side.</summary>
[RegisterSerializer]
internal sealed class PackedCodec<T> : IFieldCodec<Packed<T>>
    where T : unmanaged
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, Packed<T> value)
        where TBufferWriter : IBufferWriter<byte>
    {
        RequireLittleEndian();
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(Packed<T>), WireType.LengthPrefixed);
        var bytes = MemoryMarshal.AsBytes(value.Memory.Span);
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    public Packed<T> ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        RequireLittleEndian();
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = reader.ReadVarUInt32();
        if (length == 0)
        {
            return default;
        }

        // A length that the message cannot hold must not cost memory.
        if (length > Math.Min(reader.Length, int.MaxValue))
        {
            throw new MalformedMessageException(typeof(T).Name + "[]", $"{length} bytes are announced in a message of {reader.Length}");
        }

        var size = Unsafe.SizeOf<T>();
        if (length % size != 0)
        {
            throw new MalformedMessageException(typeof(T).Name + "[]", $"{length} bytes are no whole number of elements of {size} bytes");
        }

        var values = GC.AllocateUninitializedArray<T>((int)(length / size));
        reader.ReadBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return new Packed<T>(values);
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("numbers are sent as little-endian bytes, which this machine does not use");
        }
    }
}
