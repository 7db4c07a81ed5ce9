using System.Buffers.Binary;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Reads the tokenizers of llama2.c (Karpathy 2023), such as tok512: SentencePiece's byte-pair encoding with a score for each token.</summary>
public static class Llama2cTokenizer
{
    /// <summary>Id of the token before a text.</summary>
    public const int Begin = 1;

    /// <summary>Id of the token after a text.</summary>
    public const int End = 2;

    private const int MaxTokens = 1 << 20;
    private const int FirstByte = 3;

    /// <summary>Reads a <c>tok*.bin</c>: int32 of the longest token, then for each token float32 score, int32 length and UTF-8 bytes, all little-endian.</summary>
    /// <param name="data">The file.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is no such file; the message says where it breaks.</exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> data, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (texts, scores) = Read(data.Span, source);
        var vocabulary = Vocabulary.Of(texts);
        var merges = Merges(vocabulary, texts, scores);
        var bytes = ByteTokens.Of(vocabulary) ?? throw new InvalidManifestException(source, "vocabulary", "lacks some of the tokens <0x00> to <0xFF>");
        return new Tokenizer(
            new BytePairModel(vocabulary, new PairMerges(merges), bytes, unknown: null),
            new PrependNormalizer(" "),
            new TemplateProcessor([new(-1, [Begin], 0), new(0, [], 0)], [new(-1, [Begin], 0), new(0, [], 0), new(1, [], 1)]),
            new PieceDecoder());
    }

    private static (List<string> Texts, List<float> Scores) Read(ReadOnlySpan<byte> data, string source)
    {
        var (texts, scores, at) = (new List<string>(), new List<float>(), 4);
        while (at < data.Length)
        {
            var length = data.Length - at >= 8 ? BinaryPrimitives.ReadInt32LittleEndian(data[(at + 4)..]) : -1;
            var score = length >= 0 ? BinaryPrimitives.ReadSingleLittleEndian(data[at..]) : float.NaN;
            if (length < 0 || length > data.Length - at - 8 || !float.IsFinite(score) || texts.Count >= MaxTokens)
            {
                throw new InvalidManifestException(source, $"byte {at}", $"holds no token {texts.Count} (score, length, text); the file is cut off or damaged");
            }

            texts.Add(Encoding.UTF8.GetString(data.Slice(at + 8, length)));
            scores.Add(score);
            at += 8 + length;
        }

        return texts.Count > FirstByte + 256 ? (texts, scores) : throw new InvalidManifestException(source, "vocabulary", $"has {texts.Count} tokens; it must have the bytes and more");
    }

    // Any two tokens that make a third may merge, those of the best score first.
    private static Dictionary<(int, int), (int, int)> Merges(Vocabulary vocabulary, List<string> texts, List<float> scores)
    {
        var (merges, order) = (new Dictionary<(int, int), (int, int)>(), Enumerable.Range(0, texts.Count).Where(id => texts[id].Length > 1).OrderByDescending(id => scores[id]));
        var (rank, before) = (-1, float.NaN);
        foreach (var id in order)
        {
            // Equal scores are one rank, so that the leftmost pair goes first.
            (rank, before) = (scores[id] == before ? rank : rank + 1, scores[id]);
            for (var cut = 1; cut < texts[id].Length; cut++)
            {
                if (vocabulary.TryGetId(texts[id].AsSpan(0, cut), out var left) && vocabulary.TryGetId(texts[id].AsSpan(cut), out var right))
                {
                    merges.TryAdd((left, right), (rank, id));
                }
            }
        }

        return merges;
    }

    private sealed class PieceDecoder : IDecoder
    {
        // What stands before the first word, and the two tokens around a text, are no part of it.
        public List<string> Decode(List<string> tokens)
        {
            using var bytes = new MemoryStream();
            foreach (var token in tokens)
            {
                if (ByteTokens.TryParse(token, out var value))
                {
                    bytes.WriteByte(value);
                }
                else if (token is not ("\n<s>\n" or "\n</s>\n" or "<s>" or "</s>" or "<unk>"))
                {
                    bytes.Write(Encoding.UTF8.GetBytes(token));
                }
            }

            var text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return [text.StartsWith(' ') ? text[1..] : text];
        }
    }
}
