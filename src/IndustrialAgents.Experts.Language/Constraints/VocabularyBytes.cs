using System.Runtime.CompilerServices;
using System.Text;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>What each token of a tokenizer adds to a text, as bytes of UTF-8 in order. Immutable and thread-safe.</summary>
internal sealed class VocabularyBytes
{
    private static readonly ConditionalWeakTable<Tokenizer, VocabularyBytes> Known = [];

    private readonly byte[][] _bytes;

    private VocabularyBytes(Tokenizer tokenizer)
    {
        Size = tokenizer.Size;
        _bytes = new byte[Size][];
        var anchor = Enumerable.Range(0, Size).Select(id => (Id: id, Text: tokenizer.Decode([id]))).FirstOrDefault(own => own.Text is [>= 'a' and <= 'z', ..] && own.Text.All(char.IsAsciiLetterLower));
        var spaced = -1;
        for (var id = 0; id < Size; id++)
        {
            _bytes[id] = anchor.Text is null || tokenizer.IsSpecial(id) ? [] : Bytes(tokenizer, anchor.Id, anchor.Text, id);
            spaced = spaced < 0 && _bytes[id] is [(byte)' ', not (byte)' ', ..] ? id : spaced;
        }

        StripsFirstSpace = spaced >= 0 && !tokenizer.Decode([spaced]).StartsWith(' ');
        Order = [.. Enumerable.Range(0, Size).Where(id => _bytes[id].Length > 0)];
        Array.Sort(Order, (a, b) => _bytes[a].AsSpan().SequenceCompareTo(_bytes[b]));
        Shared = [.. Order.Select((id, i) => i == 0 ? 0 : _bytes[id].AsSpan().CommonPrefixLength(_bytes[Order[i - 1]]))];
    }

    /// <summary>One more than the highest id.</summary>
    public int Size { get; }

    /// <summary>Whether the space with which the first token of a text begins is no part of the text.</summary>
    public bool StripsFirstSpace { get; }

    /// <summary>The tokens that add something, ordered by what.</summary>
    public int[] Order { get; }

    /// <summary>For each of <see cref="Order"/>, how many bytes it has in common with the one before.</summary>
    public int[] Shared { get; }

    /// <summary>What a token adds; empty for special ones and those that add nothing.</summary>
    public ReadOnlySpan<byte> this[int id] => id < Size ? _bytes[id] : [];

    /// <summary>Those of a tokenizer, made once.</summary>
    public static VocabularyBytes Of(Tokenizer tokenizer) => Known.GetValue(tokenizer, own => new VocabularyBytes(own));

    // A decoder may treat the first token in its own way, so each is looked at behind another.
    private static byte[] Bytes(Tokenizer tokenizer, int anchor, string before, int id)
    {
        var text = tokenizer.Decode([anchor, id]);
        if (!text.StartsWith(before, StringComparison.Ordinal))
        {
            return [];
        }

        if (!text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(text[before.Length..]);
        }

        // Part of a character.
        var token = tokenizer.TokenOf(id) ?? "";
        if (ByteTokens.TryParse(token, out var one))
        {
            return [one];
        }

        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!ByteAlphabet.TryGetByte(token[i], out bytes[i]))
            {
                return [];
            }
        }

        return bytes;
    }
}
