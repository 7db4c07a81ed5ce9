namespace PumpRules;

/// <summary>
/// What <see cref="ShiftNotesGrain"/> stores: a record of its own, so that it can be read whatever becomes of the grain, and of plain types such as
/// <see cref="List{T}"/>: storage writes down which type a collection was, and must find that type again.
/// </summary>
[GenerateSerializer, Alias("pump-rules.notes")]
public sealed record ShiftNotes
{
    /// <summary>The notes, newest first.</summary>
    [Id(0)]
    public List<string> Notes { get; set; } = [];
}
