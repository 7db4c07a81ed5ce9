using System.Text;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Gathers blocks into chunks: each row of a table alone and whole with its columns' names; paragraphs under one heading until <see cref="MaxWords"/> are
/// reached, the last sentence said again at the start of the next chunk. Thread-safe.
/// </summary>
public static class Chunker
{
    /// <summary>Words of the longest chunk of prose, the repeated sentence aside.</summary>
    public const int MaxWords = 240;

    private const int MaxOverlapWords = 40;

    /// <summary>Makes the chunks of a document's blocks, in order.</summary>
    public static IEnumerable<Chunk> Split(IEnumerable<Block> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var gathered = new Gathered();
        foreach (var block in blocks)
        {
            var heading = string.Join(" › ", block.Headings);
            if (block.Columns is { } columns)
            {
                if (gathered.Take() is { } before)
                {
                    yield return before;
                }

                yield return new Chunk(Row(columns, block.Cells), heading, block.Place) { Columns = columns, Cells = block.Cells };
                continue;
            }

            foreach (var sentence in Sentences(block.Text))
            {
                var words = CountWords(sentence);
                if (gathered.Words > 0 && (heading != gathered.Heading || gathered.Words + words > MaxWords))
                {
                    var overlap = heading == gathered.Heading ? gathered.Last : "";
                    yield return gathered.Take()!;
                    gathered.Start(heading, block.Place, overlap);
                }
                else if (gathered.Words == 0)
                {
                    gathered.Start(heading, block.Place, "");
                }

                gathered.Add(sentence, words);
            }

            gathered.EndParagraph();
        }

        if (gathered.Take() is { } last)
        {
            yield return last;
        }
    }

    /// <summary>A row as lines of <c>column: value</c>, empty cells left out.</summary>
    internal static string Row(IReadOnlyList<string> columns, IReadOnlyList<string> cells) =>
        string.Join('\n', columns.Zip(cells).Where(pair => pair.Second.Length > 0).Select(pair => $"{pair.First}: {pair.Second}"));

    /// <summary>Sentences of a paragraph with the space after them, none longer than <see cref="MaxWords"/>; together they are the paragraph.</summary>
    internal static IEnumerable<string> Sentences(string text)
    {
        var (start, words) = (0, 0);
        for (var i = 1; i < text.Length; i++)
        {
            var starts = char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]);
            words += starts ? 1 : 0;
            if (starts && (words >= MaxWords || EndsSentence(text, i)))
            {
                yield return text[start..i];
                (start, words) = (i, 0);
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool EndsSentence(string text, int next)
    {
        var at = next - 1;
        while (at > 0 && char.IsWhiteSpace(text[at]))
        {
            at--;
        }

        return text[at] is '.' or '!' or '?' or ';';
    }

    internal static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private sealed class Gathered
    {
        private readonly StringBuilder _text = new();
        private string _place = "";

        public string Heading { get; private set; } = "";

        public int Words { get; private set; }

        public string Last { get; private set; } = "";

        public void Start(string heading, string place, string overlap)
        {
            (Heading, _place) = (heading, place);
            if (overlap.Length > 0 && CountWords(overlap) <= MaxOverlapWords)
            {
                _text.Append(overlap).Append(char.IsWhiteSpace(overlap[^1]) ? "" : " ");
            }
        }

        public void Add(string sentence, int words)
        {
            _text.Append(sentence);
            (Last, Words) = (sentence, Words + words);
        }

        public void EndParagraph()
        {
            if (Words > 0)
            {
                _text.Append('\n');
            }
        }

        public Chunk? Take()
        {
            var text = _text.ToString().Trim();
            var chunk = text.Length > 0 ? new Chunk(text, Heading, _place) : null;
            _text.Clear();
            (Words, Last) = (0, "");
            return chunk;
        }
    }
}
