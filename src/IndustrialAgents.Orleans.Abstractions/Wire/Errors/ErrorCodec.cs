using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Writes the base of all errors, and every error derived from it that has no wire form of its own: such a one arrives as its base.</summary>
[RegisterSerializer]
internal sealed class ErrorCodec(IValueSerializer<ErrorWire> serializer) : IFieldCodec<IndustrialAgentsException>, IDerivedTypeCodec
{
    private readonly WireCodec<IndustrialAgentsException, ErrorWire> _codec = new(serializer);

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, IndustrialAgentsException value)
        where TBufferWriter : IBufferWriter<byte> =>
        _codec.WriteField(ref writer, fieldIdDelta, expectedType, value);

    public IndustrialAgentsException ReadValue<TInput>(ref Reader<TInput> reader, Field field) => _codec.ReadValue(ref reader, field);
}
