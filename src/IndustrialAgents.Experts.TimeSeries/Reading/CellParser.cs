using System.Buffers;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads the cells of one table, whatever the machine's own culture. A table has one decimal mark: the one given, a point where commas separate
/// cells, else the one of the first cell that has any. Digit grouping is not read, and never guessed. Not thread-safe.
/// </summary>
internal sealed class CellParser(char separator, char? mark)
{
    private static readonly string[] Missing = ["", "nan", "na", "n/a", "null", "none", "nil", "-", "?"];
    private static readonly SearchValues<char> Grouped = SearchValues.Create("0123456789.,+-");
    private char? _mark = mark ?? (separator == ',' ? '.' : null);

    /// <summary>Whether the cell says that there is no value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell)
    {
        // The longest word is four letters, and no number of two digits begins like one.
        if (cell.Length > 4 || (cell.Length > 0 && char.IsAsciiDigit(cell[0])))
        {
            return false;
        }

        foreach (var word in Missing)
        {
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the cell looks like a number, by either decimal mark, or like true or false.</summary>
    public static bool LooksLikeNumber(ReadOnlySpan<char> cell) =>
        FastNumber.TryRead(cell, '.', out _) || FastNumber.TryRead(cell, ',', out _) || bool.TryParse(cell, out _);

    /// <summary>The value of a cell; NaN where it says that there is none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="why">What is wrong with it; null where nothing is.</param>
    public float Read(ReadOnlySpan<char> cell, out string? why)
    {
        why = null;
        if (_mark is { } known && FastNumber.TryRead(cell, known, out var value) && float.IsFinite(value))
        {
            return value;
        }

        return IsMissing(cell) ? float.NaN : ReadSlowly(cell, out why);
    }

    private float ReadSlowly(ReadOnlySpan<char> cell, out string? why)
    {
        why = null;
        var (points, commas) = (cell.Count('.'), cell.Count(','));
        if (points + commas == 0)
        {
            return FastNumber.TryRead(cell, '.', out var whole) && float.IsFinite(whole) ? whole
                : bool.TryParse(cell, out var flag) ? (flag ? 1 : 0)
                : Fail("is no finite number; leave the cell empty where there is no value", out why);
        }

        if (_mark is null && commas == 1 && points == 0 && separator != ';' && IsGrouped(cell))
        {
            return Fail("may be a decimal comma or thousands; set DecimalMark to ',' or '.', and write thousands without grouping", out why);
        }

        if (LooksLikeNumber(cell) && points + commas == 1)
        {
            _mark ??= points == 1 ? '.' : ',';
            return FastNumber.TryRead(cell, _mark.Value, out var value) && float.IsFinite(value) ? value
                : cell.Contains(_mark.Value) ? Fail("is no finite number; leave the cell empty where there is no value", out why)
                : Fail($"has another decimal mark than '{_mark}', which this table has; write all numbers alike, thousands without grouping", out why);
        }

        return points + commas > 1 && cell.IndexOfAnyExcept(Grouped) < 0
            ? Fail("has grouped thousands, which are not read; write 1234.5, or 1234,5 where commas do not separate cells", out why)
            : Fail("is no finite number; leave the cell empty where there is no value", out why);
    }

    // One to three digits, a comma, three digits: 1,234. With a leading zero it can be no thousands.
    private static bool IsGrouped(ReadOnlySpan<char> cell)
    {
        cell = cell.TrimStart("+-");
        var comma = cell.IndexOf(',');
        return comma is >= 1 and <= 3 && cell.Length == comma + 4 && cell[0] != '0';
    }

    private static float Fail(string message, out string? why)
    {
        why = message;
        return float.NaN;
    }
}
