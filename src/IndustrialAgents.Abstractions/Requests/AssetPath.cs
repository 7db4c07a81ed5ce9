using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using IndustrialAgents.Json;

namespace IndustrialAgents;

/// <summary>
/// Name of a physical thing by its place in the equipment hierarchy of ISA-95 (IEC 62264-1): one to five segments
/// <c>enterprise/site/area/line/cell</c> of letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 64 characters each.
/// </summary>
[JsonConverter(typeof(AssetPathJsonConverter))]
public readonly record struct AssetPath
{
    private const int MaxSegments = 5;
    private const int MaxSegmentLength = 64;

    private readonly string? _value;

    private AssetPath(string value) => _value = value;

    /// <summary>The levels of the path, outermost first.</summary>
    public IReadOnlyList<string> Segments => _value is null ? [] : _value.Split('/');

    /// <summary>The asset that holds this one, or null for the outermost.</summary>
    public AssetPath? Parent => _value?.LastIndexOf('/') is > 0 and var end ? new AssetPath(_value[..end]) : null;

    /// <summary>Reads a path.</summary>
    /// <exception cref="InvalidRequestException">The text is not a path.</exception>
    public static AssetPath Parse(string text) => TryParse(text, out var path)
        ? path
        : throw new InvalidRequestException(
            "asset",
            $"'{text}' is not an asset path; write enterprise/site/area/line/cell, one to {MaxSegments} segments of letters, digits, '_', '-' and '.'");

    /// <summary>Reads a path; false where the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AssetPath path)
    {
        path = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var segments = 0;
        foreach (var range in text.AsSpan().Split('/'))
        {
            var segment = text.AsSpan()[range];
            if (++segments > MaxSegments || segment.IsEmpty || segment.Length > MaxSegmentLength || !IsWord(segment))
            {
                return false;
            }
        }

        path = new AssetPath(text);
        return true;
    }

    /// <summary>Whether this asset is <paramref name="other"/> or lies within it.</summary>
    public bool IsWithin(AssetPath other) =>
        _value is not null && other._value is not null
        && (_value == other._value || _value.StartsWith(other._value + "/", StringComparison.Ordinal));

    /// <summary>The path as it was written.</summary>
    public override string ToString() => _value ?? "";

    private static bool IsWord(ReadOnlySpan<char> segment)
    {
        foreach (var c in segment)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
