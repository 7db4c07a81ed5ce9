using System.Text;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Rows of comma- or tab-separated text with a header (RFC 4180).</summary>
internal static class DelimitedReader
{
    public static IEnumerable<Block> Read(string name, string text, char separator, ReadingLimits limits)
    {
        IReadOnlyList<string>? columns = null;
        var rows = 0;
        foreach (var (line, cells) in Rows(name, text, separator, limits))
        {
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (columns is null)
            {
                columns = TableRows.Header(cells);
                continue;
            }

            TableRows.CheckCount(name, ++rows, limits);
            yield return TableRows.Row(columns, cells, [], $"row {rows}, line {line}");
        }
    }

    private static IEnumerable<(int Line, List<string> Cells)> Rows(string name, string text, char separator, ReadingLimits limits)
    {
        var (row, cell, quoted, line, start) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (i == text.Length && row.Count == 0 && cell.Length == 0)
            {
                yield break;
            }

            if (i < text.Length && quoted)
            {
                line += c == '\n' ? 1 : 0;
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                row.Add(cell.ToString().Trim());
                cell.Clear();
                TableRows.CheckRow(name, row, limits);
                if (c == '\n')
                {
                    yield return (start, row);
                    (row, start) = ([], ++line);
                }
            }
            else
            {
                cell.Append(c);
            }
        }
    }
}
