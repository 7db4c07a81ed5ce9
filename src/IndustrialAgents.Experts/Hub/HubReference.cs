namespace IndustrialAgents.Experts;

/// <summary>A repository of a hub and one of its revisions.</summary>
/// <param name="Repository">Name of the repository, <c>owner/name</c>.</param>
/// <param name="Revision">Branch, tag or commit.</param>
public sealed record HubReference(string Repository, string Revision)
{
    private const int MaxPart = 96;
    private const int MaxRevision = 255;

    /// <summary>Reads <c>owner/name</c> or <c>owner/name@revision</c>; without one, the revision is <c>main</c>.</summary>
    /// <exception cref="ModelHubException">The text is no such reference.</exception>
    public static HubReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (repository, revision) = at < 0 ? (text, "main") : (text[..at], text[(at + 1)..]);
        var parts = repository.Split('/');
        return parts.Length is 1 or 2 && parts.All(IsName) && IsRevision(revision)
            ? new HubReference(repository, revision)
            : throw new ModelHubException(
                $"'{text}' is no repository of a model hub; write OWNER/NAME or OWNER/NAME@REVISION, such as amazon/chronos-bolt-small@main");
    }

    /// <summary>Repository and revision.</summary>
    public override string ToString() => $"{Repository}@{Revision}";

    private static bool IsName(string part) =>
        part.Length is > 0 and <= MaxPart && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && part[0] is not '.' and not '-' && !part.Contains("..");

    private static bool IsRevision(string revision) =>
        revision.Length is > 0 and <= MaxRevision && !revision.Contains("..") && revision.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '+');
}
