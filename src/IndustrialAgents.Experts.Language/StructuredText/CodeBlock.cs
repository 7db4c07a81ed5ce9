namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Finds the program in what a language model says around it.</summary>
internal static class CodeBlock
{
    private const string Fence = "```";

    /// <summary>What stands in the first fence, or all of it where there is none; a fence that is not closed reaches to the end.</summary>
    public static string Extract(string text)
    {
        var open = text.IndexOf(Fence, StringComparison.Ordinal);
        if (open < 0)
        {
            return text.Trim();
        }

        // The word after a fence names the language.
        var line = text.IndexOf('\n', open);
        if (line < 0)
        {
            return "";
        }

        var close = text.IndexOf(Fence, line, StringComparison.Ordinal);
        return (close < 0 ? text[(line + 1)..] : text[(line + 1)..close]).Trim();
    }
}
