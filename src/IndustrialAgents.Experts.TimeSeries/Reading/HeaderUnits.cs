using System.Collections.Frozen;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Finds units in headers: <c>flow [m3/h]</c>, <c>flow (m3/h)</c>, or a second header row that holds nothing else.</summary>
internal static class HeaderUnits
{
    // Symbols of UCUM that plants use, and a few of theirs that UCUM writes otherwise. Prefixes, powers and quotients are taken apart.
    private static readonly FrozenSet<string> Symbols = FrozenSet.Create(
        StringComparer.Ordinal,
        "m", "g", "s", "A", "K", "mol", "cd", "Hz", "N", "Pa", "bar", "J", "W", "V", "VA", "var", "Wh", "VAh", "Ah", "F", "Ohm", "S", "T", "H", "Cel", "[degF]",
        "L", "l", "min", "h", "d", "a", "t", "rpm", "%", "ppm", "ppb", "[psi]", "psi", "dB", "rad", "deg", "eV", "C", "Wb", "lm", "lx", "Bq", "atm", "pH", "1");

    private static readonly string[] Prefixes = ["da", "n", "u", "m", "c", "d", "h", "k", "M", "G", "T"];

    /// <summary>Parts a header into name and unit. A header without a unit is all name.</summary>
    public static SeriesChannel Split(string header)
    {
        var close = header.Length > 0 ? header[^1] : ' ';
        var open = close == ']' ? header.LastIndexOf('[') : close == ')' ? header.LastIndexOf('(') : -1;
        if (open <= 0 || string.IsNullOrWhiteSpace(header[..open]))
        {
            return new SeriesChannel(header);
        }

        // Square brackets are for units; round ones may hold anything, such as a place or a number.
        var unit = Normalize(header[(open + 1)..^1]);
        return unit.Length > 0 && (close == ']' || IsUnit(unit)) && !unit.All(char.IsAsciiDigit)
            ? new SeriesChannel(header[..open].TrimEnd(), unit)
            : new SeriesChannel(header);
    }

    /// <summary>The unit that a cell of a row of units names, in brackets or not; null where it names none.</summary>
    public static string? Of(string cell)
    {
        var bare = Normalize(cell.Length > 2 && (cell[0], cell[^1]) is ('[', ']') or ('(', ')') ? cell[1..^1] : cell);
        return IsUnit(bare) && bare != "1" ? bare : null;
    }

    // As UCUM writes it, where it differs.
    private static string Normalize(string unit) => unit.Trim()
        .Replace("°C", "Cel", StringComparison.Ordinal).Replace("℃", "Cel", StringComparison.Ordinal).Replace("degC", "Cel", StringComparison.Ordinal)
        .Replace("°F", "[degF]", StringComparison.Ordinal).Replace("°", "deg", StringComparison.Ordinal)
        .Replace("µ", "u", StringComparison.Ordinal).Replace("μ", "u", StringComparison.Ordinal).Replace("Ω", "Ohm", StringComparison.Ordinal)
        .Replace("²", "2", StringComparison.Ordinal).Replace("³", "3", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal)
        .Replace("·", ".", StringComparison.Ordinal).Replace("*", ".", StringComparison.Ordinal).Replace("l/min", "L/min", StringComparison.Ordinal);

    private static bool IsUnit(string unit) => unit.Length is > 0 and <= 24 && Array.TrueForAll(unit.Split('/', '.'), IsFactor);

    private static bool IsFactor(string factor)
    {
        var bare = factor == "1" ? factor : factor.TrimEnd("0123456789-".ToCharArray());
        return Symbols.Contains(bare)
            || Array.Exists(Prefixes, prefix => bare.Length > prefix.Length && bare.StartsWith(prefix, StringComparison.Ordinal) && Symbols.Contains(bare[prefix.Length..]));
    }
}
