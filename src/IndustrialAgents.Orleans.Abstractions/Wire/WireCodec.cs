using System.Buffers;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// Writes a contract type as its wire form. Orleans' own codec for that would also read whatever other type a damaged message names, among them such
/// as end the process, and would search all objects of the message for one that it wrote before.
/// </summary>
internal sealed class WireCodec<TValue, TWire>(IValueSerializer<TWire> serializer) : IFieldCodec<TValue>
    where TWire : struct, IWireForm<TValue, TWire>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, TValue value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, expectedType, typeof(TValue));
        var wire = TWire.From(value);
        serializer.Serialize(ref writer, ref wire);
        writer.WriteEndObject();
    }

    public TValue ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
        {
            NullField.Read(ref reader, typeof(TValue).Name);
            return default!;
        }

        if (field.FieldType is { } type && type != typeof(TValue))
        {
            throw new MalformedMessageException(typeof(TValue).Name, $"a {type.Name} is in its place");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireTypeTagDelimited();
        TWire wire = default;
        serializer.Deserialize(ref reader, ref wire);
        return wire.ToValue();
    }
}
