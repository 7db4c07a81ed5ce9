namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>How a large picture is cut into tiles, each of which is brought to the model's size by itself.</summary>
public sealed record ImageTileOptions
{
    /// <summary>Side of a tile in pixels of the picture as sent, 16 to 8192.</summary>
    public required int Side { get; init; }

    /// <summary>Pixels that neighbouring tiles share at least, 0 up to less than the side; null for a fifth of the side. An object across a border is told once only where they share some.</summary>
    public int? Overlap { get; init; }

    /// <summary>The most tiles of a picture, 1 to 4096; a picture that needs more is refused.</summary>
    public int Most { get; init; } = 100;

    /// <summary>Pixels from the start of one tile to that of the next, at most.</summary>
    internal int Step => Side - (Overlap ?? (Side / 5));

    /// <summary>What is wrong with it; null where nothing is.</summary>
    internal (string Option, string Message)? Fault =>
        Side is < 16 or > 8192 ? ("side", $"{Side}; it must lie between 16 and 8192")
        : !(Overlap is null || (Overlap >= 0 && Overlap < Side)) ? ("overlap", $"{Overlap}; it must lie between 0 and less than the side, {Side}")
        : Most is < 1 or > 4096 ? ("most", $"{Most}; it must lie between 1 and 4096")
        : null;
}
