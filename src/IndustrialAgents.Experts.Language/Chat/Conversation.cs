using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Puts a request's texts into a template. What is said stays what is said: it cannot end a turn or begin another's. Thread-safe.</summary>
internal sealed class Conversation
{
    private readonly ChatTemplate _template;
    private readonly string[] _marks;

    public Conversation(ChatTemplate template, Tokenizer tokenizer)
    {
        _template = template;
        EndIds = [.. template.Ends.Select(tokenizer.IdOf).OfType<int>()];
        _marks = [.. template.Marks.Concat(template.Ends).Concat(template.Name == "none" ? [] : tokenizer.SpecialTokens).Where(mark => mark.Length > 1).Distinct().OrderByDescending(mark => mark.Length)];
    }

    /// <summary>Tokens with which the model ends its answer.</summary>
    public IReadOnlyList<int> EndIds { get; }

    /// <summary>The prompt of texts in their order; those without a role are the user's, one turn as long as no other comes between.</summary>
    public string Write(IEnumerable<TextInput> texts)
    {
        var turns = new List<(ChatRole Role, string Text)>();
        var joins = false;
        foreach (var text in texts)
        {
            var said = Quote(text.Text);
            if (text.Role is null && joins)
            {
                turns[^1] = (ChatRole.User, $"{turns[^1].Text}\n\n{said}");
            }
            else
            {
                turns.Add((text.Role ?? ChatRole.User, said));
            }

            joins = text.Role is null;
        }

        return _template.Write(turns);
    }

    // A mark in a text, be it in a document that is quoted, is parted by a space: it reads the same, and is no token any more.
    private string Quote(string text)
    {
        foreach (var mark in _marks)
        {
            text = text.Replace(mark, $"{mark[0]} {mark[1..]}", StringComparison.Ordinal);
        }

        return text;
    }
}
