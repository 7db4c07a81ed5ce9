using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// Reads what Orleans writes for null: a reference to object 0. Other references, to what was sent earlier in the message, do not occur in the
/// contract's wire form: a few bytes could otherwise stand for a tree without end.
/// </summary>
internal static class NullField
{
    public static void Read<TInput>(ref Reader<TInput> reader, string type)
    {
        ReferenceCodec.MarkValueField(reader.Session);
        if (reader.ReadVarUInt32() is var reference && reference != 0)
        {
            throw new MalformedMessageException(type, $"it refers to object {reference} of the message");
        }
    }
}
