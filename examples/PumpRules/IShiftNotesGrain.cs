namespace PumpRules;

/// <summary>A grain of one's own: what the shifts noted about one asset. The key is the asset's path. Clients reference this assembly for it.</summary>
[Alias("pump-rules.shift-notes")]
public interface IShiftNotesGrain : IGrainWithStringKey
{
    /// <summary>Adds a note; returns once it is stored.</summary>
    [Alias("add")]
    ValueTask AddAsync(string note);

    /// <summary>The last notes, newest first.</summary>
    [Alias("read")]
    ValueTask<IReadOnlyList<string>> ReadAsync();
}
