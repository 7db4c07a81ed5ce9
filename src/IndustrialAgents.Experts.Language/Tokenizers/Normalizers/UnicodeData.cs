using System.Globalization;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// Decompositions and combining classes of the Unicode Character Database. The runtime has them only where ICU is installed, and text must become
/// the same tokens everywhere. Thread-safe.
/// </summary>
internal static class UnicodeData
{
    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>Order of a mark among those on one letter; 0 for what is no such mark.</summary>
    public static byte CombiningClass(int code) => Loaded.Value.Classes.GetValueOrDefault(code);

    /// <summary>The characters that one stands for; null for itself.</summary>
    public static int[]? Decompose(int code, bool compatibility)
    {
        var tables = Loaded.Value;
        return tables.Canonical.TryGetValue(code, out var canonical) ? canonical : compatibility ? tables.Compatible.GetValueOrDefault(code) : null;
    }

    /// <summary>The character that two make together; -1 for none.</summary>
    public static int Compose(int first, int second) => Loaded.Value.Compositions.GetValueOrDefault((first, second), -1);

    private static Tables Load()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode-normalization.txt")!;
        using var reader = new StreamReader(stream);
        var tables = new Tables([], [], [], []);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            if (line[0] == '#')
            {
                continue;
            }

            var sign = line.AsSpan().IndexOfAny("=!~");
            var (code, parts) = (Hex(line.AsSpan(0, sign)), line[(sign + 1)..].Split(' ').Select(part => Hex(part)).ToArray());
            (line[sign] == '~' ? tables.Compatible : tables.Canonical).Add(code, parts);
            if (line[sign] == '=')
            {
                tables.Compositions.Add((parts[0], parts[1]), code);
            }
        }

        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            for (var code = Hex(parts[0]); code <= Hex(parts[1]); code++)
            {
                tables.Classes.Add(code, byte.Parse(parts[2], CultureInfo.InvariantCulture));
            }
        }

        return tables;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private sealed record Tables(Dictionary<int, int[]> Canonical, Dictionary<int, int[]> Compatible, Dictionary<(int, int), int> Compositions, Dictionary<int, byte> Classes);
}
