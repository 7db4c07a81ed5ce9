namespace IndustrialAgents.Orleans.Wire;

/// <summary>A string or null, written by <see cref="TextCodec"/>.</summary>
internal readonly record struct WireText(string? Value)
{
    /// <summary>The string; empty where there is none.</summary>
    public string OrEmpty => Value ?? "";

    public static implicit operator WireText(string? value) => new(value);

    public static implicit operator string?(WireText text) => text.Value;
}
