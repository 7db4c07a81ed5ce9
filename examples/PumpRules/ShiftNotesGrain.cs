namespace PumpRules;

/// <summary>Keeps the last notes in the cluster's storage.</summary>
/// <param name="state">The stored notes.</param>
public sealed class ShiftNotesGrain([PersistentState("notes")] IPersistentState<ShiftNotes> state) : Grain, IShiftNotesGrain
{
    private const int Kept = 100;

    /// <inheritdoc/>
    public async ValueTask AddAsync(string note)
    {
        state.State.Notes = [note, .. state.State.Notes.Take(Kept - 1)];
        await state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadAsync() => new(state.State.Notes);
}
