namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Something wrong in a structured text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record StructuredTextProblem(int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {Line}, column {Column}: {Message}");
}
