using System.Text;
using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>Reads texts with their labels from the forms they are published in. Thread-safe.</summary>
public static class LabelledTexts
{
    /// <summary>Chat transcripts, one JSON object a line: the user's message is the text, the assistant's the label.</summary>
    /// <exception cref="InvalidDataException">A line is of another form.</exception>
    public static IReadOnlyList<(string Text, string Label)> ReadChats(string path)
    {
        var texts = new List<(string, string)>();
        foreach (var line in File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            try
            {
                using var chat = JsonDocument.Parse(line);
                var messages = chat.RootElement.GetProperty("messages").EnumerateArray()
                    .ToDictionary(message => message.GetProperty("role").GetString()!, message => message.GetProperty("content").GetString()!);
                texts.Add((messages["user"], messages["assistant"]));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                throw new InvalidDataException($"{path}, line {texts.Count + 1}: {e.Message}", e);
            }
        }

        return texts;
    }

    /// <summary>Two columns of a table with a header (RFC 4180), rows without a label left out.</summary>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static IReadOnlyList<(string Text, string Label)> ReadTable(string path, string text, string label)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        var (from, to) = rows.Count == 0 ? (-1, -1) : (rows[0].IndexOf(text), rows[0].IndexOf(label));
        return from >= 0 && to >= 0
            ? [.. rows.Skip(1).Where(row => row.Count > Math.Max(from, to) && row[to].Trim().Length > 0).Select(row => (row[from], row[to].Trim()))]
            : throw new InvalidDataException($"{path}: there are no columns {text} and {label}");
    }

    private static IEnumerable<List<string>> Rows(string content)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            switch (c)
            {
                case '"' when quoted && i + 1 < content.Length && content[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted:
                    break;
                case '\n' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    yield return row;
                    row = [];
                    break;
                default:
                    cell.Append(c);
                    break;
            }
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            yield return row;
        }
    }
}
