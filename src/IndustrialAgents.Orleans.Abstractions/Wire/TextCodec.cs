using System.Buffers;
using System.Text;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// Writes a string as its length and its UTF-8 bytes. Orleans' own codec asks for as much memory as a damaged length says, and searches all strings
/// of the message for one that it wrote before.
/// </summary>
[RegisterSerializer]
internal sealed class TextCodec : IFieldCodec<WireText>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, WireText value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value.Value is not { } text)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(WireText), WireType.LengthPrefixed);
        var length = Encoding.UTF8.GetByteCount(text);
        writer.WriteVarUInt32((uint)length);
        StringCodec.WriteRaw(ref writer, text, length);
    }

    public WireText ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
        {
            NullField.Read(ref reader, "string");
            return default;
        }

        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = reader.ReadVarUInt32();
        if (length > Math.Min(reader.Length, int.MaxValue))
        {
            throw new MalformedMessageException("string", $"{length} bytes are announced in a message of {reader.Length}");
        }

        return StringCodec.ReadRaw(ref reader, length);
    }
}
