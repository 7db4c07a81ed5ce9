using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Writes the base of all errors, and every error derived from it that has no wire form of its own: such a one arrives as its base.</summary>
[RegisterSerializer]
internal sealed class ErrorCodec(IValueSerializer<ErrorWire> serializer)
    : GeneralizedReferenceTypeSurrogateCodec<IndustrialAgentsException, ErrorWire>(serializer)
{
    public override IndustrialAgentsException ConvertFromSurrogate(ref ErrorWire surrogate) =>
        surrogate.Thrown(new IndustrialAgentsException(surrogate.Text, surrogate.InnerException));

    public override void ConvertToSurrogate(IndustrialAgentsException value, ref ErrorWire surrogate) => surrogate = ErrorWire.From(value);
}
