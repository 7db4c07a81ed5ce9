namespace IndustrialAgents.Experts.Language;

/// <summary>A pair of names with one <c>*</c> each, by which a decoder's outputs become inputs of its next step.</summary>
internal sealed class CachePattern(string past, string present)
{
    private readonly (string Before, string After) _past = Part(past);
    private readonly (string Before, string After) _present = Part(present);

    /// <summary>Whether a pattern has exactly one <c>*</c>.</summary>
    public static bool IsValid(string pattern) => pattern.Count(c => c == '*') == 1;

    /// <summary>The output that becomes an input of the past; null where the input is none of the past.</summary>
    public string? PresentOf(string input)
    {
        var (before, after) = _past;
        return input.Length > before.Length + after.Length
            && input.StartsWith(before, StringComparison.Ordinal) && input.EndsWith(after, StringComparison.Ordinal)
                ? $"{_present.Before}{input[before.Length..^after.Length]}{_present.After}"
                : null;
    }

    private static (string Before, string After) Part(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return (pattern[..star], pattern[(star + 1)..]);
    }
}
