using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Reads the section <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    public static IDecoder Read(ConfigNode node)
    {
        switch (node.Type)
        {
            case "ByteLevel":
                return new ByteLevelDecoder();
            case "WordPiece":
                var (prefix, cleanup) = (node.Text("prefix", "##"), node.Flag("cleanup", true));
                return new EachDecoder((token, i) => WordPiece(token, i, prefix, cleanup));
            case "Metaspace":
                var (mark, scheme) = MetaspacePreTokenizer.ReadMark(node);
                var bare = scheme != MetaspacePreTokenizer.Prefix.Never;
                return new EachDecoder((token, i) => (i == 0 && bare && token.StartsWith(mark) ? token[1..] : token).Replace(mark, ' '));
            case "BPEDecoder":
                var suffix = node.Text("suffix", "</w>");
                return new WordEndDecoder(suffix);
            case "Replace":
                var (pattern, content) = (TextPattern.Read(node, "pattern"), node.Text("content"));
                return new EachDecoder((token, _) => Replace(token, pattern, content));
            case "ByteFallback":
                return new ByteFallbackDecoder();
            case "Fuse":
                return new FuseDecoder();
            case "Strip":
                var (stripped, start, stop) = (node.Text("content"), node.Number("start", 0), node.Number("stop", 0));
                return new EachDecoder((token, _) => Strip(token, stripped, start, stop));
            case "Sequence":
                return new DecoderSequence([.. node.Nodes("decoders").Select(Read)]);
            default:
                throw node.Unknown("ByteLevel, WordPiece, Metaspace, BPEDecoder, Replace, ByteFallback, Fuse, Strip and Sequence");
        }
    }

    private static string WordPiece(string token, int index, string prefix, bool cleanup)
    {
        var text = index == 0 ? token : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : $" {token}";
        return cleanup ? EnglishSpacing.CleanUp(text) : text;
    }

    private static string Replace(string token, TextPattern pattern, string content)
    {
        var (result, at) = (new StringBuilder(), 0);
        foreach (var (start, end) in pattern.Matches(new Piece(new AlignedText(token, 0))))
        {
            result.Append(token, at, start - at).Append(content);
            at = end;
        }

        return result.Append(token, at, token.Length - at).ToString();
    }

    private static string Strip(string token, string content, int start, int stop)
    {
        if (content.Length == 0)
        {
            return token;
        }

        var (from, to) = (0, token.Length);
        for (var i = 0; i < start && from + content.Length <= to && token.AsSpan(from).StartsWith(content, StringComparison.Ordinal); i++)
        {
            from += content.Length;
        }

        for (var i = 0; i < stop && to - content.Length >= from && token.AsSpan(0, to).EndsWith(content, StringComparison.Ordinal); i++)
        {
            to -= content.Length;
        }

        return token[from..to];
    }

    private sealed class DecoderSequence(IDecoder[] parts) : IDecoder
    {
        public List<string> Decode(List<string> tokens) => parts.Aggregate(tokens, (current, part) => part.Decode(current));
    }

    private sealed class EachDecoder(Func<string, int, string> decode) : IDecoder
    {
        public List<string> Decode(List<string> tokens) => [.. tokens.Select(decode)];
    }

    private sealed class FuseDecoder : IDecoder
    {
        public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
    }

    private sealed class WordEndDecoder(string suffix) : IDecoder
    {
        public List<string> Decode(List<string> tokens) => suffix.Length == 0
            ? tokens
            : [.. tokens.Select((token, i) => token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
    }

    // Bytes of tokens side by side are one text; what is no UTF-8 is a replacement character for each byte.
    private sealed class ByteFallbackDecoder : IDecoder
    {
        private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

        public List<string> Decode(List<string> tokens)
        {
            var (result, bytes) = (new List<string>(tokens.Count), new List<byte>());
            foreach (var token in tokens)
            {
                if (ByteTokens.TryParse(token, out var value))
                {
                    bytes.Add(value);
                    continue;
                }

                Flush();
                result.Add(token);
            }

            Flush();
            return result;

            void Flush()
            {
                if (bytes.Count == 0)
                {
                    return;
                }

                try
                {
                    result.Add(Strict.GetString([.. bytes]));
                }
                catch (DecoderFallbackException)
                {
                    result.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
                }

                bytes.Clear();
            }
        }
    }

    private sealed class ByteLevelDecoder : IDecoder
    {
        public List<string> Decode(List<string> tokens)
        {
            var bytes = new List<byte>(tokens.Count * 4);
            foreach (var token in tokens)
            {
                var from = bytes.Count;
                foreach (var letter in token)
                {
                    if (!ByteAlphabet.TryGetByte(letter, out var value))
                    {
                        // A token that was added as it reads, such as a run of spaces.
                        bytes.RemoveRange(from, bytes.Count - from);
                        bytes.AddRange(Encoding.UTF8.GetBytes(token));
                        break;
                    }

                    bytes.Add(value);
                }
            }

            return [Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes))];
        }
    }
}
