using System.Globalization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads single cells of a table, whatever the machine's own culture.</summary>
internal static class CellParser
{
    private static readonly string[] Missing = ["", "nan", "na", "n/a", "null", "none", "nil", "-", "?"];

    /// <summary>Whether the cell says that there is no value.</summary>
    public static bool IsMissing(string cell)
    {
        foreach (var word in Missing)
        {
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number with a decimal point, or, where commas do not separate cells, with a decimal comma. False for what is not finite.</summary>
    public static bool TryNumber(string cell, char separator, out float value)
    {
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && (separator == ',' || cell.Contains('.')
                || !float.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value)))
        {
            return bool.TryParse(cell, out var flag) && (value = flag ? 1 : 0) >= 0;
        }

        return float.IsFinite(value);
    }

    /// <summary>A date with or without time, UTC where it does not say.</summary>
    public static bool TryTime(string cell, out DateTimeOffset time)
    {
        time = default;

        // A bare number is a value, though a lenient date parser may take it for a date.
        return cell.AsSpan().IndexOfAny('-', ':', '/') > 0
            && DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out time);
    }
}
