namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Names that are declared, without regard to letter case. Used by one thread.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public Scope? Outer => outer;

    /// <summary>Declares a name; false where this scope has it already.</summary>
    public bool Declare(string name) => _names.Add(name);

    public bool Knows(string name) => _names.Contains(name) || (outer?.Knows(name) ?? false);
}
