namespace IndustrialAgents.Experts;

/// <summary>
/// Orders versions of an expert as Semantic Versioning 2.0.0 (section 11) does, as far as a version follows it: parts between dots by number,
/// or else by ASCII; numbers before words; a version before its pre-releases' <c>-</c> is later than they are. Thread-safe.
/// </summary>
public sealed class ExpertVersions : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static ExpertVersions Comparer { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Split(x ?? ""), Split(y ?? ""));
        var result = Parts(left.Core, right.Core);
        return result != 0 ? result : (left.Pre, right.Pre) switch
        {
            ({ } a, { } b) => Parts(a, b) is var order and not 0 ? order : string.CompareOrdinal(x, y),
            (null, null) => string.CompareOrdinal(x, y),
            (null, _) => 1,
            _ => -1,
        };
    }

    private static (string Core, string? Pre) Split(string version) =>
        version.IndexOf('-') is >= 0 and var at ? (version[..at], version[(at + 1)..]) : (version, null);

    private static int Parts(string left, string right)
    {
        var (a, b) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var result = (IsNumber(a[i]), IsNumber(b[i])) switch
            {
                (true, true) => Numbers(a[i].TrimStart('0'), b[i].TrimStart('0')),
                (false, false) => string.CompareOrdinal(a[i], b[i]),
                (true, false) => -1,
                _ => 1,
            };
            if (result != 0)
            {
                return result;
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    // By length and then by digit: a date and time as a version does not fit an integer.
    private static int Numbers(string a, string b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);
}
