using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// Byte-pair encoding (Gage 1994, Sennrich et al. 2016), of bytes written as letters or of characters. Immutable and thread-safe.
/// </summary>
internal sealed class BytePairModel : ITokenModel
{
    private readonly PairMerges _merges;
    private readonly int? _unknown;
    private readonly bool _fuseUnknown;
    private readonly bool _ignoreMerges;
    private readonly ByteTokens? _bytes;
    private readonly string _prefix = "";
    private readonly string _suffix = "";

    public BytePairModel(Vocabulary vocabulary, PairMerges merges, ByteTokens? bytes, int? unknown) => (Vocabulary, _merges, _bytes, _unknown) = (vocabulary, merges, bytes, unknown);

    private BytePairModel(ConfigNode node, Vocabulary vocabulary)
        : this(vocabulary, new PairMerges(ReadMerges(node, vocabulary)), node.Flag("byte_fallback", false) ? ByteTokens.Of(vocabulary) : null, node.Has("unk_token") ? vocabulary.Require(node, "unk_token", node.Text("unk_token")) : null)
    {
        (_fuseUnknown, _ignoreMerges) = (node.Flag("fuse_unk", false), node.Flag("ignore_merges", false));
        (_prefix, _suffix) = (node.Text("continuing_subword_prefix", ""), node.Text("end_of_word_suffix", ""));
    }

    public Vocabulary Vocabulary { get; }

    public static BytePairModel Read(ConfigNode node) => new(node, Vocabulary.Read(node));

    public void Tokenize(Piece word, List<ModelToken> tokens)
    {
        var text = word.Span;
        if (_ignoreMerges && Vocabulary.TryGetId(text, out var whole))
        {
            tokens.Add(new ModelToken(whole, 0, text.Length));
            return;
        }

        var (from, unknownBefore) = (tokens.Count, false);
        for (var i = 0; i < text.Length;)
        {
            var (_, length) = Characters.At(text, i);
            var character = text.Slice(i, length);
            if (Find(character, i == 0, i + length == text.Length) is { } id)
            {
                tokens.Add(new ModelToken(id, i, i + length));
                unknownBefore = false;
            }
            else if (_bytes is not null)
            {
                _bytes.Add(character, i, tokens);
                unknownBefore = false;
            }
            else if (_unknown is { } unknown)
            {
                if (_fuseUnknown && unknownBefore)
                {
                    tokens[^1] = tokens[^1] with { End = i + length };
                }
                else
                {
                    tokens.Add(new ModelToken(unknown, i, i + length));
                }

                unknownBefore = true;
            }

            i += length;
        }

        _merges.Apply(tokens, from);
    }

    private static Dictionary<(int, int), (int, int)> ReadMerges(ConfigNode node, Vocabulary vocabulary)
    {
        var merges = new Dictionary<(int, int), (int, int)>();
        var prefix = node.Text("continuing_subword_prefix", "");
        foreach (var (rank, merge) in node.Nodes("merges").Index())
        {
            var (left, right) = Parts(merge);
            var joined = prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? left + right[prefix.Length..] : left + right;

            // Of a merge that occurs twice the later rank counts, as with the reference.
            merges[(vocabulary.Require(merge, null, left), vocabulary.Require(merge, null, right))] = (rank, vocabulary.Require(merge, null, joined));
        }

        return merges;
    }

    // "a b", or ["a", "b"] in newer files, where tokens may hold spaces.
    private static (string Left, string Right) Parts(ConfigNode merge)
    {
        if (merge.Element is { ValueKind: JsonValueKind.String } text && text.GetString()!.Split(' ') is [var left, var right])
        {
            return (left, right);
        }

        return merge.Element.ValueKind == JsonValueKind.Array && merge.Element.GetArrayLength() == 2
            && merge.Element[0].ValueKind == JsonValueKind.String && merge.Element[1].ValueKind == JsonValueKind.String
                ? (merge.Element[0].GetString()!, merge.Element[1].GetString()!)
                : throw merge.Invalid(null, "is no merge; it must be two tokens, 'a b' or [\"a\", \"b\"]");
    }

    private int? Find(ReadOnlySpan<char> character, bool first, bool last)
    {
        if ((first || _prefix.Length == 0) && (!last || _suffix.Length == 0))
        {
            return Vocabulary.TryGetId(character, out var id) ? id : null;
        }

        return Vocabulary.TryGetId($"{(first ? "" : _prefix)}{character}{(last ? _suffix : "")}", out var marked) ? marked : null;
    }
}
