using System.Buffers;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// Writes a list as its length and its items. Orleans' own codecs write the class of the list as well and trust the length that is announced;
/// here a damaged one costs no memory, and lists within lists end before the stack does.
/// </summary>
[RegisterSerializer]
internal sealed class SequenceCodec<T>(IFieldCodec<T> itemCodec) : IFieldCodec<Sequence<T>>
{
    // Announced lengths are believed up to here; beyond it the array grows with the items that come.
    private const uint TrustedLength = 1024;

    private readonly IFieldCodec<T> _itemCodec = typeof(T) == typeof(string) ? (IFieldCodec<T>)(object)new TextItemCodec() : itemCodec;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type expectedType, Sequence<T> value)
        where TBufferWriter : IBufferWriter<byte>
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, expectedType, typeof(Sequence<T>));
        var items = value.Items;
        UInt32Codec.WriteField(ref writer, 0, (uint)items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            _itemCodec.WriteField(ref writer, i == 0 ? 1u : 0u, typeof(T), items[i]);
        }

        writer.WriteEndObject();
    }

    public Sequence<T> ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireTypeTagDelimited();
        T[] items = [];
        var count = 0;
        uint fieldId = 0;
        while (true)
        {
            var header = reader.ReadFieldHeader();
            if (header.IsEndBaseOrEndObject)
            {
                break;
            }

            fieldId += header.FieldIdDelta;
            switch (fieldId)
            {
                case 0:
                    var announced = UInt32Codec.ReadValue(ref reader, header);
                    if (count == 0)
                    {
                        items = new T[Math.Min(announced, TrustedLength)];
                    }

                    break;
                case 1:
                    if (count == items.Length)
                    {
                        Array.Resize(ref items, Math.Max(4, 2 * count));
                    }

                    items[count++] = _itemCodec.ReadValue(ref reader, header)
                        ?? throw new MalformedMessageException(typeof(T).Name + "[]", $"item {count - 1} is null");
                    break;
                default:
                    reader.ConsumeUnknownField(header);
                    break;
            }
        }

        Array.Resize(ref items, count);
        return new Sequence<T>(items);
    }
}
