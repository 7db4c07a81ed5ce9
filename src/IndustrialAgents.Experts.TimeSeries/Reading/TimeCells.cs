using System.Globalization;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Reads the time column of one table, in the form of its first cell: ISO 8601 and its kin with the year first, <c>31.12.2025 23:59:59</c>, numbers
/// that count from 1970 or from an unknown start, or the form that was given. Immutable and thread-safe.
/// </summary>
internal sealed partial class TimeCells
{
    /// <summary>The form of seconds, of <see cref="SeriesReaderOptions.TimeFormat"/>.</summary>
    public const string Seconds = "seconds";

    /// <summary>The form of milliseconds.</summary>
    public const string Milliseconds = "milliseconds";

    // Until 1973 seconds since 1970 are fewer; a table of sensor values that counts from its own start is shorter than three years.
    private const double FirstEpochSecond = 1e8;
    private static readonly string[] ClockNames = ["time", "timestamp", "datetime", "date", "epoch", "ts", "unixtime", "unix_time", "zeit"];
    private readonly Form _form;
    private readonly string? _format;
    private readonly long _unit;
    private readonly TimeSpan _offset;

    private TimeCells(Form form, TimeSpan offset, string? format = null, long unit = 1) => (_form, _offset, _format, _unit) = (form, offset, format, unit);

    private enum Form
    {
        YearFirst,
        DayFirst,
        Number,
        Given,
    }

    /// <summary>Whether times count from an unknown start, so that they say how far rows are apart and not when they were.</summary>
    public bool IsElapsed { get; private init; }

    /// <summary>Whether a cell is a date in a form that needs no telling.</summary>
    public static bool LooksLikeTime(string cell) => YearFirstPattern().IsMatch(cell) || DayFirstPattern().IsMatch(cell);

    /// <summary>Whether a cell is a date whose day and month cannot be told apart.</summary>
    public static bool IsAmbiguous(string cell) => AmbiguousPattern().IsMatch(cell);

    /// <summary>Whether a column of numbers is one of times by its name.</summary>
    public static bool IsClock(string name) => ClockNames.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The form of a column.</summary>
    /// <param name="first">Its first cell.</param>
    /// <param name="unit">Unit that its header names; null where it names none.</param>
    /// <param name="options">What was told of it.</param>
    /// <param name="why">Why there is none.</param>
    /// <returns>Null where the cell is no time.</returns>
    public static TimeCells? Find(string first, string? unit, SeriesReaderOptions options, out string? why)
    {
        why = null;
        if (options.TimeFormat is { } format and not Seconds and not Milliseconds)
        {
            return new TimeCells(Form.Given, options.UtcOffset, format);
        }

        if (options.TimeFormat is null && YearFirstPattern().IsMatch(first))
        {
            return new TimeCells(Form.YearFirst, options.UtcOffset);
        }

        if (options.TimeFormat is null && DayFirstPattern().IsMatch(first))
        {
            return new TimeCells(Form.DayFirst, options.UtcOffset);
        }

        if (!double.TryParse(first.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            why = IsAmbiguous(first)
                ? $"'{first}' may have the day or the month first; set TimeFormat, such as dd/MM/yyyy HH:mm:ss or MM/dd/yyyy HH:mm:ss"
                : $"'{first}' is no time; write it as 2025-12-31T23:59:59Z, or set TimeFormat";
            return null;
        }

        return ByNumber(number, unit, options, out why);
    }

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="ticks">UTC ticks.</param>
    public bool TryRead(ReadOnlySpan<char> cell, out long ticks) => _form switch
    {
        Form.YearFirst => ClockTime.TryYearFirst(cell, _offset, out ticks) || TryAny(cell, out ticks),
        Form.DayFirst => ClockTime.TryDayFirst(cell, _offset, out ticks),
        Form.Number => ClockTime.TryNumber(cell, _unit, out ticks),
        _ => TryGiven(cell, out ticks),
    };

    private static TimeCells? ByNumber(double number, string? unit, SeriesReaderOptions options, out string? why)
    {
        why = null;
        var size = Math.Abs(number);
        var each = options.TimeFormat switch
        {
            Seconds => TimeSpan.TicksPerSecond,
            Milliseconds => TimeSpan.TicksPerMillisecond,
            _ => unit switch
            {
                "s" => TimeSpan.TicksPerSecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "min" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                null when size is >= FirstEpochSecond and < 1e11 => TimeSpan.TicksPerSecond,
                null when size is >= 1e11 and < 1e14 => TimeSpan.TicksPerMillisecond,
                _ => 0,
            },
        };
        if (each == 0)
        {
            why = $"'{number.ToString(CultureInfo.InvariantCulture)}' may count seconds, milliseconds or something else; set TimeFormat to '{Seconds}' or '{Milliseconds}', name the unit in the header as in 'time [s]', or give the column another name where it is a channel";
            return null;
        }

        return new TimeCells(Form.Number, TimeSpan.Zero, unit: each) { IsElapsed = size * each < FirstEpochSecond * TimeSpan.TicksPerSecond };
    }

    private bool TryAny(ReadOnlySpan<char> cell, out long ticks)
    {
        ticks = 0;
        if (cell.IndexOfAny("-/") != 4
            || !DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        ticks = time.Ticks - (time.Kind == DateTimeKind.Unspecified ? _offset.Ticks : 0);
        return true;
    }

    private bool TryGiven(ReadOnlySpan<char> cell, out long ticks)
    {
        var read = DateTime.TryParseExact(cell, _format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal, out var time);
        ticks = time.Ticks - (time.Kind == DateTimeKind.Unspecified ? _offset.Ticks : 0);
        return read;
    }

    [GeneratedRegex(@"^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirstPattern();

    [GeneratedRegex(@"^\d{1,2}\.\d{1,2}\.\d{4}( .*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DayFirstPattern();

    [GeneratedRegex(@"^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}( .*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex AmbiguousPattern();
}
