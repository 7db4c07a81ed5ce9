using System.Text;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language;

/// <summary>How a family of models was taught to read a conversation. Immutable and thread-safe.</summary>
/// <param name="Name">What it is called in manifests.</param>
internal sealed partial record ChatTemplate(string Name)
{
    /// <summary>What stands before everything.</summary>
    public string Begin { get; init; } = "";

    /// <summary>What stands around what the user says.</summary>
    public (string Before, string After) User { get; init; }

    /// <summary>What stands around what the model said.</summary>
    public (string Before, string After) Assistant { get; init; }

    /// <summary>What stands around the rules.</summary>
    public (string Before, string After) System { get; init; }

    /// <summary>Whether the rules are no turn of their own, but stand in the user's next one.</summary>
    public bool SystemInUser { get; init; }

    /// <summary>What stands at the end, for the model to answer.</summary>
    public string Ask { get; init; } = "";

    /// <summary>Whether white space around texts is taken off.</summary>
    public bool Trims { get; init; }

    /// <summary>Tokens with which the model ends its answer.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>What has a meaning in the template and so must not occur in a text as such.</summary>
    public IEnumerable<string> Marks => new[] { Begin, User.Before, User.After, Assistant.Before, Assistant.After, System.Before, System.After, Ask }
        .SelectMany(part => Mark().Matches(part)).Select(match => match.Value).Distinct();

    /// <summary>Writes a conversation.</summary>
    /// <exception cref="InvalidRequestException">Rules that the template puts into the user's turn are followed by none.</exception>
    public string Write(IReadOnlyList<(ChatRole Role, string Text)> turns)
    {
        var (text, rules) = (new StringBuilder(Begin), "");
        for (var i = 0; i < turns.Count; i++)
        {
            var (role, said) = turns[i];
            said = Trims ? said.Trim() : said;
            switch (role)
            {
                case ChatRole.System when SystemInUser:
                    rules += System.Before + said + System.After;
                    break;
                case ChatRole.System:
                    text.Append(System.Before).Append(said).Append(System.After);
                    break;
                case ChatRole.User:
                    text.Append(User.Before).Append(rules).Append(said).Append(User.After);
                    rules = "";
                    break;
                case ChatRole.Assistant when i == turns.Count - 1:
                    // The model goes on with what it is said to have begun.
                    return text.Append(Assistant.Before).Append(said).ToString();
                default:
                    text.Append(Assistant.Before).Append(said).Append(Assistant.After);
                    break;
            }
        }

        return rules.Length == 0
            ? text.Append(Ask).ToString()
            : throw new InvalidRequestException("inputs", $"the last text has the role system; the template {Name} of the expert needs a user's after it");
    }

    [GeneratedRegex(@"<</?\w+>>|<[^<>\s]+>|\[[^\[\]\s]+\]")]
    private static partial Regex Mark();
}
