namespace IndustrialAgents.Orleans.Wire;

/// <summary>Lets Orleans write a contract type as its wire form.</summary>
internal sealed class WireConverter<TValue, TWire> : IConverter<TValue, TWire>
    where TWire : struct, IWireForm<TValue, TWire>
{
    public TValue ConvertFromSurrogate(in TWire surrogate) => surrogate.ToValue();

    public TWire ConvertToSurrogate(in TValue value) => TWire.From(value);
}
