using System.Text.Json.Nodes;

namespace IndustrialAgents.Hosting;

/// <summary>An input or output that a convention expects of a model.</summary>
internal sealed record ConventionTensor
{
    /// <summary>Names that exports give it, the usual one first. A <c>*</c> in a name stands for anything: there may be several of it, alike in shape.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Element types it may have; empty for any.</summary>
    public IReadOnlyList<ElementType> Types { get; init; } = [];

    /// <summary>Its dimensions: a number, a size by name, or a size and a number added, such as <c>levels+1</c>.</summary>
    public required IReadOnlyList<string> Shape { get; init; }

    /// <summary>Whether the model may lack it.</summary>
    public bool Optional { get; init; }

    /// <summary>What its being there adds to the manifest's input step.</summary>
    public JsonObject? Preprocess { get; init; }

    /// <summary>What its being there adds to the manifest's output step.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Whether a name is one of its own.</summary>
    public bool IsCalled(string name) => Names.Any(own => own.Split('*') is [var begin, var end]
        ? name.Length >= own.Length - 1 && name.StartsWith(begin, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)
        : own == name);

    /// <summary>Name and dimensions for people.</summary>
    public override string ToString() => $"{Names[0]} [{string.Join(", ", Shape)}]";
}
