using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using IndustrialAgents.Json;

namespace IndustrialAgents;

/// <summary>
/// Name and version of an expert, written <c>name@version</c>. Both consist of letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, start with
/// a letter or digit, and have at most 64 characters.
/// </summary>
[JsonConverter(typeof(ExpertIdJsonConverter))]
public readonly record struct ExpertId
{
    private const int MaxLength = 64;

    /// <summary>Puts an id together.</summary>
    /// <exception cref="ArgumentException">Name or version is not a word as described above.</exception>
    public ExpertId(string name, string version)
    {
        if (!IsWord(name))
        {
            throw new ArgumentException($"'{name}' is not an expert's name", nameof(name));
        }

        if (!IsWord(version))
        {
            throw new ArgumentException($"'{version}' is not an expert's version", nameof(version));
        }

        Name = name;
        Version = version;
    }

    /// <summary>The name, shared by all versions.</summary>
    public string Name { get; }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>Reads <c>name@version</c>.</summary>
    /// <exception cref="InvalidRequestException">The text is not an id.</exception>
    public static ExpertId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new InvalidRequestException("expert", $"'{text}' is not an expert's id; write name@version in letters, digits, '_', '-' and '.'");

    /// <summary>Reads <c>name@version</c>; false where the text is not an id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExpertId id)
    {
        id = default;
        var at = text?.IndexOf('@') ?? -1;
        if (at <= 0 || !IsWord(text![..at]) || !IsWord(text[(at + 1)..]))
        {
            return false;
        }

        id = new ExpertId(text[..at], text[(at + 1)..]);
        return true;
    }

    /// <summary>Whether text is a word that names or versions may be.</summary>
    public static bool IsWord([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength } || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>name@version</c>.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
