namespace PumpRules;

/// <summary>What <see cref="ShiftNotesGrain"/> stores: a record of its own, so that it can be read whatever becomes of the grain.</summary>
[GenerateSerializer, Alias("pump-rules.notes")]
public sealed record ShiftNotes
{
    /// <summary>The notes, newest first.</summary>
    [Id(0)]
    public IReadOnlyList<string> Notes { get; set; } = [];
}
