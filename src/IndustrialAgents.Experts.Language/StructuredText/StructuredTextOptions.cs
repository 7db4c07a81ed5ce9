namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Options of the expert <c>structured-text</c>.</summary>
public sealed record StructuredTextOptions
{
    /// <summary>The expert that writes, by name or <c>name@version</c>; it must answer <c>generate</c>.</summary>
    public string Writer { get; init; } = "";

    /// <summary>How often the writer is shown its errors and asked again.</summary>
    public int Repairs { get; init; } = 2;

    /// <summary>Longest wait for all attempts together, in seconds.</summary>
    public double TimeoutSeconds { get; init; } = 120;

    /// <summary>What the writer is told before the request; null for a sentence about the language.</summary>
    public string? Instruction { get; init; }
}
