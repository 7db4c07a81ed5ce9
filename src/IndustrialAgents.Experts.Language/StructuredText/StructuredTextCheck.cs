namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>
/// Checks programs in structured text, the textual language of IEC 61131-3: the grammar of programs, function blocks, functions, types, variables and
/// statements, and that variables are declared. Types are not checked, nor names of functions, which may be of a controller's library. Object-oriented
/// extensions are not known. Thread-safe.
/// </summary>
public static class StructuredTextCheck
{
    /// <summary>The longest text that is checked, in UTF-16 units.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Finds what is wrong with a text.</summary>
    /// <param name="text">Units such as <c>PROGRAM ... END_PROGRAM</c>, or statements alone, whose variables need not be declared.</param>
    /// <returns>At most 50 problems in the order of the text; none where it is right.</returns>
    public static IReadOnlyList<StructuredTextProblem> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxLength
            ? Parser.Check(text)
            : [new StructuredTextProblem(1, 1, $"the text has {text.Length} characters; at most {MaxLength} are checked")];
    }
}
