namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>Options of the expert <c>extract</c>.</summary>
public sealed record EntityOptions
{
    /// <summary>The file with the tagger, listed in the manifest.</summary>
    public string Tagger { get; init; } = EntityExpert.TaggerFile;

    /// <summary>Most characters of a text, from 1 to 16,777,216. A longer one is refused.</summary>
    public int MaxLength { get; init; } = 1 << 20;
}
