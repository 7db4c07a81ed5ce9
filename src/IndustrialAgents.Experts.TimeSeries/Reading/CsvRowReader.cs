using System.Text;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads rows of cells as RFC 4180 has them: cells may be quoted, a quote within is doubled, a quoted cell may span lines. Cells are trimmed and
/// blank lines skipped. No more than a row is held, and a row has a limit.
/// </summary>
internal sealed class CsvRowReader(TextReader text, char? separator, int maxRowLength, string source)
{
    private readonly char[] _buffer = new char[8192];
    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private int _at;
    private int _filled;
    private int _rowLength;
    private int _lastLine;

    /// <summary>The separator; before the first row the one given, or a comma.</summary>
    public char Separator { get; private set; } = separator ?? ',';

    /// <summary>Line on which the last row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="InvalidRequestException">A row is too long, or a quote is out of place.</exception>
    public string[]? Next()
    {
        string? line;
        do
        {
            _rowLength = 0;
            line = ReadLine();
            Line = Math.Max(1, _lastLine);
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));
        if (line is null)
        {
            return null;
        }

        if (separator is null && _cells.Count == 0)
        {
            Separator = TableLayout.FindSeparator(line);
        }

        _cells.Clear();
        Split(line);
        return [.. _cells];
    }

    private void Split(string line)
    {
        var at = 0;
        while (true)
        {
            while (at < line.Length && line[at] != Separator && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            if (at < line.Length && line[at] == '"')
            {
                at = Quoted(ref line, at + 1);
            }
            else
            {
                var end = line.IndexOf(Separator, at);
                end = end < 0 ? line.Length : end;
                _cells.Add(line[at..end].TrimEnd());
                at = end;
            }

            if (at == line.Length)
            {
                return;
            }

            at++;
        }
    }

    // Reads on from behind the opening quote; returns the place of the separator or the line's end behind the closing one.
    private int Quoted(ref string line, int at)
    {
        _cell.Clear();
        while (true)
        {
            if (at >= line.Length)
            {
                line = ReadLine() ?? throw Error("a quote is opened and never closed");
                _cell.Append('\n');
                at = 0;
            }
            else if (line[at] != '"')
            {
                _cell.Append(line[at++]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                _cell.Append('"');
                at += 2;
            }
            else
            {
                break;
            }
        }

        for (at++; at < line.Length && line[at] != Separator; at++)
        {
            if (!char.IsWhiteSpace(line[at]))
            {
                throw Error("text follows a closing quote; double quotes that belong to the cell");
            }
        }

        _cells.Add(_cell.ToString().Trim());
        return at;
    }

    private string? ReadLine()
    {
        StringBuilder? line = null;
        while (_at < _filled || Fill())
        {
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            _at += end < 0 ? part.Length : end + 1;
            _rowLength += part.Length;
            if (_rowLength > maxRowLength)
            {
                Line = _lastLine + 1;
                throw Error($"more than {maxRowLength} characters in a row; is this a table of values?");
            }

            if (end >= 0 && line is null)
            {
                _lastLine++;
                return part.TrimEnd('\r').ToString();
            }

            (line ??= new StringBuilder()).Append(part);
            if (end >= 0)
            {
                break;
            }
        }

        if (line is null)
        {
            return null;
        }

        _lastLine++;
        return line.ToString().TrimEnd('\r');
    }

    private bool Fill()
    {
        (_at, _filled) = (0, text.Read(_buffer, 0, _buffer.Length));
        return _filled > 0;
    }

    private InvalidRequestException Error(string message) => new("series", $"{source} line {Line}: {message}");
}
