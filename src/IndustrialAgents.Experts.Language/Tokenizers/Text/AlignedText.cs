namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// A text made of another, with the place in the original that each UTF-16 unit comes from. Immutable and thread-safe.
/// </summary>
internal sealed class AlignedText
{
    private readonly int _origin;
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    /// <summary>A piece of the original as it is.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="origin">Where it begins in the original.</param>
    public AlignedText(string text, int origin) => (Text, _origin) = (text, origin);

    private AlignedText(string text, int[] starts, int[] ends) => (Text, _starts, _ends) = (text, starts, ends);

    public string Text { get; }

    /// <summary>Where unit i begins in the original; one past the last unit is allowed.</summary>
    public int StartOf(int i) => _starts is null ? _origin + i : i < _starts.Length ? _starts[i] : _ends is [.., var last] ? last : _origin;

    /// <summary>Where unit i ends in the original.</summary>
    public int EndOf(int i) => _ends is null ? _origin + i + 1 : _ends[i];

    /// <summary>A text that is written unit by unit from another.</summary>
    public sealed class Builder(int capacity)
    {
        private readonly System.Text.StringBuilder _text = new(capacity);
        private readonly List<int> _starts = new(capacity);
        private readonly List<int> _ends = new(capacity);

        public int Length => _text.Length;

        public void Append(char unit, int start, int end)
        {
            _text.Append(unit);
            _starts.Add(start);
            _ends.Add(end);
        }

        public void Append(ReadOnlySpan<char> units, int start, int end)
        {
            foreach (var unit in units)
            {
                Append(unit, start, end);
            }
        }

        /// <summary>Takes units over as they are.</summary>
        public void Copy(AlignedText from, int start, int length)
        {
            for (var i = start; i < start + length; i++)
            {
                Append(from.Text[i], from.StartOf(i), from.EndOf(i));
            }
        }

        public AlignedText ToText() => new(_text.ToString(), [.. _starts], [.. _ends]);
    }
}
