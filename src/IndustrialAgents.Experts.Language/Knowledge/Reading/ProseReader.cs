namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Paragraphs of plain text and Markdown, which blank lines part; Markdown's headings (CommonMark: <c>#</c> to <c>######</c>) and its pipe tables as well.</summary>
internal static class ProseReader
{
    public static IEnumerable<Block> Read(string text, bool markdown)
    {
        var (headings, paragraph, start, number, fenced) = (new List<(int Level, string Text)>(), new List<string>(), 0, 0, false);
        IReadOnlyList<string>? columns = null;
        foreach (var raw in text.Split('\n').Append(""))
        {
            number++;
            var line = raw.TrimEnd('\r').TrimEnd();
            fenced ^= markdown && line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var level = markdown && !fenced ? Level(line) : 0;
            var row = markdown && !fenced && line.TrimStart().StartsWith('|');
            if ((line.Length == 0 || level > 0 || row) && paragraph.Count > 0)
            {
                yield return new Block(string.Join('\n', paragraph), Path(), $"line {start}");
                paragraph.Clear();
            }

            if (!row)
            {
                columns = null;
            }

            if (level > 0)
            {
                headings.RemoveAll(heading => heading.Level >= level);
                headings.Add((level, line.TrimStart().TrimStart('#').Trim()));
            }
            else if (row)
            {
                var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
                if (columns is null)
                {
                    columns = TableRows.Header(cells);
                }
                else if (!cells.All(cell => cell.Length > 0 && cell.All(c => c is '-' or ':')))
                {
                    yield return TableRows.Row(columns, cells, Path(), $"line {number}");
                }
            }
            else if (line.Length > 0)
            {
                start = paragraph.Count == 0 ? number : start;
                paragraph.Add(line);
            }
        }

        string[] Path() => [.. headings.Select(heading => heading.Text)];
    }

    private static int Level(string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level is >= 1 and <= 6 && line.Length > level && line[level] == ' ' ? level : 0;
    }
}
