using System.Text.Json;
using IndustrialAgents.Experts.Language.Knowledge;

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

    /// <summary>
    /// Two columns of a table with a header (RFC 4180; separated by tabs where the name ends in <c>.tsv</c>, else by commas or semicolons), rows without a label
    /// left out.
    /// </summary>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    /// <exception cref="InvalidRequestException">The table is beyond a limit of <see cref="ReadingLimits"/>.</exception>
    public static IReadOnlyList<(string Text, string Label)> ReadTable(string path, string text, string label)
    {
        var name = Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? path : Path.ChangeExtension(path, ".csv");
        var rows = DocumentReader.Read(Path.GetFileName(name), File.ReadAllBytes(path), new ReadingLimits()).Blocks;
        string[] columns = rows.Count == 0 ? [] : [.. rows[0].Columns!];
        var (from, to) = (Array.IndexOf(columns, text), Array.IndexOf(columns, label));
        return from >= 0 && to >= 0
            ? [.. rows.Where(row => row.Cells[to].Length > 0).Select(row => (row.Cells[from], row.Cells[to]))]
            : throw new InvalidDataException($"{path}: there are no rows with columns {text} and {label}");
    }
}
