namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads times digit by digit: a table has one in every row, and the general parser would take longer than the row's values.</summary>
internal static class ClockTime
{
    /// <summary>Reads <c>2025-12-31T23:59:59.123Z</c>: T or a space, seconds, fraction and offset as wanted, <c>/</c> for <c>-</c>.</summary>
    public static bool TryYearFirst(ReadOnlySpan<char> cell, TimeSpan offset, out long ticks)
    {
        ticks = 0;
        if (cell.Length < 10 || !TryDigits(cell[..4], out var year) || cell[4] is not ('-' or '/') || cell[7] != cell[4]
            || !TryDigits(cell.Slice(5, 2), out var month) || !TryDigits(cell.Slice(8, 2), out var day))
        {
            return false;
        }

        return TryDate(year, month, day, out ticks)
            && (cell.Length == 10 ? TryFinish(default, offset, ref ticks) : cell[10] is 'T' or ' ' && TryClock(cell[11..], offset, ref ticks));
    }

    /// <summary>Reads <c>31.12.2025 23:59:59</c>: one or two digits of day, month and hour, seconds and fraction as wanted.</summary>
    public static bool TryDayFirst(ReadOnlySpan<char> cell, TimeSpan offset, out long ticks)
    {
        ticks = 0;
        var first = cell.IndexOf('.');
        if (first is < 1 or > 2 || !TryDigits(cell[..first], out var day))
        {
            return false;
        }

        cell = cell[(first + 1)..];
        var second = cell.IndexOf('.');
        if (second is < 1 or > 2 || cell.Length < second + 5 || !TryDigits(cell[..second], out var month)
            || !TryDigits(cell.Slice(second + 1, 4), out var year) || !TryDate(year, month, day, out ticks))
        {
            return false;
        }

        cell = cell[(second + 5)..];
        return cell.IsEmpty ? TryFinish(default, offset, ref ticks) : cell[0] == ' ' && TryClock(cell[1..], offset, ref ticks);
    }

    /// <summary>Reads a number of units since 1970, to the tick.</summary>
    public static bool TryNumber(ReadOnlySpan<char> cell, long unit, out long ticks)
    {
        ticks = 0;
        var negative = cell.Length > 0 && cell[0] == '-';
        cell = negative ? cell[1..] : cell;
        if (cell.IsEmpty || cell[0] is '-' or '+')
        {
            return false;
        }

        // Twenty-eight digits are enough for ticks since 1970 with any fraction that a table writes.
        var point = cell.IndexOfAny('.', ',');
        Span<char> text = stackalloc char[40];
        if (cell.Length > text.Length)
        {
            return false;
        }

        cell.CopyTo(text);
        if (point >= 0)
        {
            text[point] = '.';
        }

        if (!decimal.TryParse(text[..cell.Length], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            || number > (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / unit)
        {
            return false;
        }

        var since = (long)decimal.Round(number * unit);
        ticks = DateTime.UnixEpoch.Ticks + (negative ? -since : since);
        return ticks >= 0;
    }

    private static bool TryClock(ReadOnlySpan<char> cell, TimeSpan offset, ref long ticks)
    {
        var colon = cell.IndexOf(':');
        if (colon is < 1 or > 2 || cell.Length < colon + 3 || !TryDigits(cell[..colon], out var hour) || !TryDigits(cell.Slice(colon + 1, 2), out var minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        cell = cell[(colon + 3)..];
        if (cell.Length >= 3 && cell[0] == ':')
        {
            if (!TryDigits(cell.Slice(1, 2), out var second) || second > 59)
            {
                return false;
            }

            ticks += second * TimeSpan.TicksPerSecond;
            cell = cell[3..];
            if (cell.Length > 1 && cell[0] is '.' or ',')
            {
                var unit = TimeSpan.TicksPerSecond;
                for (cell = cell[1..]; cell.Length > 0 && char.IsAsciiDigit(cell[0]); cell = cell[1..])
                {
                    unit /= 10;
                    ticks += (cell[0] - '0') * unit;
                }
            }
        }

        return TryFinish(cell.Trim(), offset, ref ticks);
    }

    // What is left is the offset: nothing, Z, or +hh:mm.
    private static bool TryFinish(ReadOnlySpan<char> cell, TimeSpan offset, ref long ticks)
    {
        if (cell.IsEmpty)
        {
            ticks -= offset.Ticks;
        }
        else if (cell is not "Z" and not "z")
        {
            if (cell[0] is not ('+' or '-') || cell.Length < 3 || !TryDigits(cell.Slice(1, 2), out var hours))
            {
                return false;
            }

            var rest = cell.Length > 3 && cell[3] == ':' ? cell[4..] : cell[3..];
            var minutes = 0;
            if (!rest.IsEmpty && (rest.Length != 2 || !TryDigits(rest, out minutes)))
            {
                return false;
            }

            var shift = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
            ticks -= cell[0] == '-' ? -shift : shift;
        }

        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    private static bool TryDate(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter))
            {
                return false;
            }

            value = (value * 10) + (letter - '0');
        }

        return text.Length > 0;
    }
}
