namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads rows of cells as RFC 4180 has them: cells may be quoted, a quote within is doubled, a quoted cell may span lines. Cells are trimmed and
/// blank lines skipped. Cells are views of one buffer, so that a row makes no garbage; the buffer holds one row at least, and a row has a limit.
/// </summary>
internal sealed class CsvRowReader(TextReader text, char? separator, int maxRowLength, string source)
{
    private char[] _buffer = new char[1 << 16];
    private Cell[] _cells = new Cell[16];
    private int _at;
    private int _filled;
    private int _nextLine = 1;
    private int _lines;
    private bool _ended;
    private bool _known = separator is not null;

    /// <summary>The separator; before the first row the one given, or a comma.</summary>
    public char Separator { get; private set; } = separator ?? ',';

    /// <summary>Line on which the last row begins, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Cells of the last row.</summary>
    public int Count { get; private set; }

    /// <summary>A cell of the last row; valid until the next row is read.</summary>
    public ReadOnlySpan<char> this[int cell] => _buffer.AsSpan(_cells[cell].Start, _cells[cell].Length);

    /// <summary>Copies the cells of the last row.</summary>
    public string[] ToArray()
    {
        var cells = new string[Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = this[i].ToString();
        }

        return cells;
    }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidRequestException">A row is too long, or a quote is out of place.</exception>
    public bool Next()
    {
        while (true)
        {
            if (!_known)
            {
                FindSeparator();
            }

            int end;
            while ((end = Split()) < 0)
            {
                Fill();
            }

            if (_at == _filled && _ended)
            {
                Count = 0;
                return false;
            }

            (_at, Line) = (end, _nextLine);
            _nextLine += _lines;
            if (Count > 1 || _cells[0].Length > 0 || _cells[0].Quoted)
            {
                Unquote();
                return true;
            }
        }
    }

    // The place behind the row that begins where the reader is; negative where the buffer ends before the row.
    private int Split()
    {
        Count = 0;
        _lines = 1;
        for (var at = _at; ; at++)
        {
            while (at < _filled && _buffer[at] <= ' ' && _buffer[at] != Separator && _buffer[at] != '\n')
            {
                at++;
            }

            if (at < _filled && _buffer[at] == '"')
            {
                at = Quoted(at + 1);
            }
            else
            {
                var rest = _buffer.AsSpan(at, _filled - at);
                var length = rest.IndexOfAny(Separator, '\n');
                length = length < 0 && _ended ? rest.Length : length;
                if (length >= 0)
                {
                    Add(new Cell(at, rest[..length].TrimEnd().Length, false));
                }

                at = length < 0 ? -1 : at + length;
            }

            if (at < 0)
            {
                return -1;
            }

            if (at - _at > maxRowLength)
            {
                throw TooLong();
            }

            if (at == _filled || _buffer[at] == '\n')
            {
                return Math.Min(at + 1, _filled);
            }
        }
    }

    // Reads on from behind the opening quote; returns the place of the separator or of the row's end behind the closing one.
    private int Quoted(int start)
    {
        var at = start;
        while (true)
        {
            var next = _buffer.AsSpan(at, _filled - at).IndexOfAny('"', '\n');
            if (next < 0)
            {
                return _ended ? throw Error("a quote is opened and never closed") : -1;
            }

            at += next;
            if (_buffer[at] == '\n')
            {
                _lines++;
                at++;
            }
            else if (at + 1 == _filled && !_ended)
            {
                return -1;
            }
            else if (at + 1 < _filled && _buffer[at + 1] == '"')
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        Add(new Cell(start, at - start, true));
        for (at++; at < _filled && _buffer[at] != Separator && _buffer[at] != '\n'; at++)
        {
            if (!char.IsWhiteSpace(_buffer[at]))
            {
                throw Error("text follows a closing quote; double quotes that belong to the cell");
            }
        }

        return at == _filled && !_ended ? -1 : at;
    }

    private void Add(Cell cell)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * Count);
        }

        _cells[Count++] = cell;
    }

    // Only once the whole row is there: until then it may be split again from its start.
    private void Unquote()
    {
        for (var i = 0; i < Count; i++)
        {
            if (!_cells[i].Quoted)
            {
                continue;
            }

            var content = _buffer.AsSpan(_cells[i].Start, _cells[i].Length);
            var length = 0;
            for (var at = 0; at < content.Length; at++)
            {
                at += content[at] == '"' || (content[at] == '\r' && at + 1 < content.Length && content[at + 1] == '\n') ? 1 : 0;
                content[length++] = content[at];
            }

            var trimmed = content[..length].TrimStart().Length;
            _cells[i] = new Cell(_cells[i].Start + length - trimmed, content[(length - trimmed)..length].TrimEnd().Length, true);
        }
    }

    private void FindSeparator()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            if (end < 0 && !_ended)
            {
                Fill();
                continue;
            }

            var line = end < 0 ? rest : rest[..end];
            if (end < 0 || !line.IsWhiteSpace())
            {
                Separator = TableLayout.FindSeparator(line);
                _known = true;
                return;
            }

            _at += end + 1;
            _nextLine++;
        }
    }

    private void Fill()
    {
        var rest = _filled - _at;
        if (rest > maxRowLength)
        {
            throw TooLong();
        }

        if (rest > _buffer.Length / 2)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        _buffer.AsSpan(_at, rest).CopyTo(_buffer);
        var read = text.Read(_buffer, rest, _buffer.Length - rest);
        (_at, _filled, _ended) = (0, rest + read, read == 0);
    }

    private InvalidRequestException TooLong() => Error($"more than {maxRowLength} characters in a row; is this a table of values?");

    private InvalidRequestException Error(string message)
    {
        Line = _nextLine;
        return new("series", $"{source} line {Line}: {message}");
    }

    private readonly record struct Cell(int Start, int Length, bool Quoted);
}
