namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Reads the section <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    public static INormalizer Read(ConfigNode node) => node.Type switch
    {
        "BertNormalizer" => new BertNormalizer(
            node.Flag("clean_text", true), node.Flag("handle_chinese_chars", true), node.Flag("strip_accents", node.Flag("lowercase", true)), node.Flag("lowercase", true)),
        "NFC" => new UnicodeNormalizer(compatibility: false, compose: true),
        "NFD" => new UnicodeNormalizer(compatibility: false, compose: false),
        "NFKC" => new UnicodeNormalizer(compatibility: true, compose: true),
        "NFKD" => new UnicodeNormalizer(compatibility: true, compose: false),
        "Lowercase" => new RuneNormalizer(RuneNormalizer.Lowercase),
        "StripAccents" => new RuneNormalizer(RuneNormalizer.WithoutMarks),
        "Nmt" => new RuneNormalizer(RuneNormalizer.Nmt),
        "Strip" => new StripNormalizer(node.Flag("strip_left", true), node.Flag("strip_right", true)),
        "Prepend" => new PrependNormalizer(node.Text("prepend")),
        "Replace" => new ReplaceNormalizer(TextPattern.Read(node, "pattern"), node.Text("content")),
        "ByteLevel" => new ByteLevelNormalizer(),
        "Precompiled" => new PrecompiledNormalizer(CharacterMap.Read(node, "precompiled_charsmap")),
        "Sequence" => new NormalizerSequence([.. node.Nodes("normalizers").Select(Read)]),
        _ => throw node.Unknown("BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Nmt, Strip, Prepend, Replace, ByteLevel, Precompiled and Sequence"),
    };

    private sealed class NormalizerSequence(INormalizer[] parts) : INormalizer
    {
        public AlignedText Normalize(AlignedText text) => parts.Aggregate(text, (current, part) => part.Normalize(current));
    }

    private sealed class StripNormalizer(bool left, bool right) : INormalizer
    {
        public AlignedText Normalize(AlignedText text)
        {
            var start = left ? text.Text.Length - text.Text.AsSpan().TrimStart().Length : 0;
            var end = right ? text.Text.AsSpan().TrimEnd().Length : text.Text.Length;
            var builder = new AlignedText.Builder(text.Text.Length);
            builder.Copy(text, start, Math.Max(0, end - start));
            return builder.ToText();
        }
    }

    private sealed class ReplaceNormalizer(TextPattern pattern, string content) : INormalizer
    {
        public AlignedText Normalize(AlignedText text)
        {
            var (builder, at) = (new AlignedText.Builder(text.Text.Length), 0);
            foreach (var (start, end) in pattern.Matches(new Piece(text)))
            {
                builder.Copy(text, at, start - at);
                builder.Append(content, text.StartOf(start), text.EndOf(end - 1));
                at = end;
            }

            if (at == 0)
            {
                return text;
            }

            builder.Copy(text, at, text.Text.Length - at);
            return builder.ToText();
        }
    }

    private sealed class ByteLevelNormalizer : INormalizer
    {
        public AlignedText Normalize(AlignedText text)
        {
            var builder = new AlignedText.Builder(text.Text.Length);
            ByteAlphabet.Write(new Piece(text), builder, []);
            return builder.ToText();
        }
    }
}
