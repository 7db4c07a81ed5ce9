namespace IndustrialAgents.Orleans.Wire;

/// <summary>
/// The form in which a contract type, which knows nothing of Orleans, crosses a grain call. What both sides must agree on is the alias in
/// <see cref="WireManifest"/> and the numbers of the fields, so that silos and clients of different versions understand each other:
/// <list type="bullet">
/// <item>A field's number is never given to another field, and its type and meaning never change; a field that is no longer needed keeps its number.</item>
/// <item>A new field is optional: absent, as from an older sender, it means what the type meant before. An older reader skips it.</item>
/// <item>Enumerations travel as numbers and only grow at the end; a number that is not known arrives as that number.</item>
/// <item>Aliases of types, grain interfaces and methods stay. A new kind of input, output or error is a new alias; who does not know it gets an error.</item>
/// <item>A manifest travels as its JSON; members that are not known are left out, while a task or tier that is not known is an error.</item>
/// </list>
/// </summary>
/// <typeparam name="TValue">The contract type.</typeparam>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IWireForm<TValue, TSelf>
    where TSelf : struct, IWireForm<TValue, TSelf>
{
    /// <summary>The wire form of a value; shares its memory.</summary>
    static abstract TSelf From(TValue value);

    /// <summary>The value; shares the wire form's memory.</summary>
    /// <exception cref="MalformedMessageException">What came over the wire is no such value.</exception>
    TValue ToValue();
}
