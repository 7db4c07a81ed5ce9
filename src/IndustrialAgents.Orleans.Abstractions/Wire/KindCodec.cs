using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Writes a value of one of several kinds under the alias of its kind.</summary>
/// <typeparam name="TBase">What the kinds have in common.</typeparam>
internal sealed class KindCodec<TBase> : IFieldCodec<TBase>
    where TBase : class
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, TBase value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        writer.Session.CodecProvider.GetCodec(value.GetType()).WriteField(ref writer, fieldIdDelta, expectedType, value);
    }

    public TBase ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
        {
            NullField.Read(ref reader, typeof(TBase).Name);
            return null!;
        }

        if (field.FieldType is not { } kind)
        {
            throw new MalformedMessageException(typeof(TBase).Name, "it is of a kind that is not known here");
        }

        if (kind.IsAbstract || !kind.IsAssignableTo(typeof(TBase)))
        {
            throw new MalformedMessageException(typeof(TBase).Name, $"{kind.Name} is no kind of it");
        }

        return (TBase)reader.Session.CodecProvider.GetCodec(kind).ReadValue(ref reader, field);
    }
}
