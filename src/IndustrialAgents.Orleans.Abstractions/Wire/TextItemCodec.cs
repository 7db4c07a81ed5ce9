using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Writes the strings of a list as <see cref="TextCodec"/> does. Not registered: elsewhere strings are Orleans' own affair.</summary>
internal sealed class TextItemCodec : IFieldCodec<string?>
{
    private readonly TextCodec _codec = new();

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, string? value)
        where TBufferWriter : IBufferWriter<byte> =>
        _codec.WriteField(ref writer, fieldIdDelta, typeof(WireText), value);

    public string? ReadValue<TInput>(ref Reader<TInput> reader, Field field) => _codec.ReadValue(ref reader, field);
}
