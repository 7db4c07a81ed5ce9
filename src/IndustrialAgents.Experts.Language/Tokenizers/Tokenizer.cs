using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// A tokenizer in the form of Hugging Face's <c>tokenizer.json</c>: byte-pair encoding of bytes or characters, WordPiece, Unigram and whole words, with
/// their normalisers, splits, added tokens, templates and decoders; or of llama2.c. Immutable and thread-safe. Time is linear in the text, but for
/// words of n characters under byte-pair encoding, which take n log n.
/// </summary>
public sealed class Tokenizer
{
    private readonly ITokenModel _model;
    private readonly INormalizer? _normalizer;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly IPostProcessor _postProcessor = PostProcessorReader.Plain;
    private readonly IDecoder? _decoder;
    private readonly AddedTokens _added;
    private readonly bool _trimsOffsets;

    private Tokenizer(ConfigNode root)
    {
        _model = ReadModel(root.Node("model"));
        _normalizer = root.Has("normalizer") ? NormalizerReader.Read(root.Node("normalizer")) : null;
        _preTokenizer = root.Has("pre_tokenizer") ? PreTokenizerReader.Read(root.Node("pre_tokenizer")) : null;
        _postProcessor = root.Has("post_processor") ? PostProcessorReader.Read(root.Node("post_processor"), ref _trimsOffsets) : _postProcessor;
        _decoder = root.Has("decoder") ? DecoderReader.Read(root.Node("decoder")) : null;
        _added = new AddedTokens(root.Has("added_tokens") ? root.Nodes("added_tokens") : [], _normalizer);
    }

    internal Tokenizer(ITokenModel model, INormalizer normalizer, IPostProcessor postProcessor, IDecoder decoder)
    {
        (_model, _normalizer, _postProcessor, _decoder) = (model, normalizer, postProcessor, decoder);
        _added = new AddedTokens([], null);
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => Math.Max(_model.Vocabulary.Size, _added.All.Select(token => token.Id + 1).DefaultIfEmpty().Max());

    /// <summary>Reads a <c>tokenizer.json</c>. Its truncation and padding are left to the caller.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is no such file, or uses what is not supported; the message names the field.</exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> json, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return new Tokenizer(new ConfigNode(document.RootElement, source, ""));
        }
        catch (JsonException error)
        {
            throw new InvalidManifestException(source, "tokenizer", $"is not JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // A string with half a surrogate pair, which JSON's grammar allows and UTF-16 does not.
            throw new InvalidManifestException(source, "tokenizer", $"holds text that is not Unicode: {error.Message}", error);
        }
    }

    /// <summary>Cuts a text, or two, into tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">A second text, such as the passage to a question.</param>
    /// <param name="addSpecial">Whether to put the tokens around it that the model was trained with.</param>
    /// <param name="maxTokens">The most tokens, special ones included: the longer text loses its end first. Null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for the special tokens.</exception>
    public TokenizedText Encode(string text, string? pair = null, bool addSpecial = true, int? maxTokens = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (first, second) = (Cut(text), pair is null ? null : Cut(pair));
        if (maxTokens is { } most)
        {
            var room = most - (addSpecial ? _postProcessor.Added(pair is not null) : 0);
            ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
            Shorten(first, second, room);
        }

        var tokens = _postProcessor.Process(first, second, addSpecial);
        return new TokenizedText(
            [.. tokens.Select(token => token.Id)],
            [.. tokens.Select(token => (token.Start, token.End))],
            [.. tokens.Select(token => token.TypeId)],
            [.. tokens.Select(token => token.Special)]);
    }

    /// <summary>The text of tokens; ids that there are not are left out.</summary>
    /// <param name="ids">The tokens' ids.</param>
    /// <param name="skipSpecial">Whether to leave special tokens out.</param>
    /// <param name="cleanUp">Whether to take away spaces before marks (<c>clean_up_tokenization_spaces</c>).</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecial = true, bool cleanUp = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            if (_added.Find(id) is { } added ? !(skipSpecial && added.Special) : _model.Vocabulary.TryGetToken(id, out _))
            {
                tokens.Add(TokenOf(id)!);
            }
        }

        var text = _decoder is null ? string.Join(' ', tokens) : string.Concat(_decoder.Decode(tokens));
        return cleanUp ? EnglishSpacing.CleanUp(text) : text;
    }

    /// <summary>The token of an id as the vocabulary writes it; null where there is none.</summary>
    public string? TokenOf(int id) => _added.Find(id)?.Content ?? (_model.Vocabulary.TryGetToken(id, out var token) ? token : null);

    /// <summary>The id of a token as the vocabulary writes it; null where there is none.</summary>
    public int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _added.All.FirstOrDefault(added => added.Content == token)?.Id ?? (_model.Vocabulary.TryGetId(token, out var id) ? id : null);
    }

    /// <summary>Whether a token is special: no part of any text.</summary>
    public bool IsSpecial(int id) => _added.Find(id) is { Special: true };

    /// <summary>The special tokens as they are written.</summary>
    internal IEnumerable<string> SpecialTokens => _added.All.Where(token => token.Special).Select(token => token.Content);

    private static ITokenModel ReadModel(ConfigNode node) => Kind(node) switch
    {
        "BPE" => BytePairModel.Read(node),
        "WordPiece" => WordPieceModel.Read(node),
        "Unigram" => UnigramModel.Read(node),
        "WordLevel" => WordLevelModel.Read(node),
        _ => throw node.Unknown("BPE, WordPiece, Unigram and WordLevel"),
    };

    // Old files do not say which they are.
    private static string Kind(ConfigNode node) => node.Has("type")
        ? node.Type
        : node.Has("merges") ? "BPE" : node.Has("unk_id") ? "Unigram" : node.Has("continuing_subword_prefix") ? "WordPiece" : "WordLevel";

    private static void Shorten(List<PlacedToken> first, List<PlacedToken>? second, int room)
    {
        var over = first.Count + (second?.Count ?? 0) - room;
        if (over <= 0)
        {
            return;
        }

        // As if one token at a time went from the longer of the two.
        var shorter = Math.Min(first.Count, second?.Count ?? 0);
        var longer = first.Count + (second?.Count ?? 0) - shorter;
        var fromLonger = Math.Min(over, longer - shorter);
        var (each, odd) = Math.DivRem(over - fromLonger, 2);
        var (fromFirst, fromSecond) = second is null || first.Count > second.Count ? (fromLonger + each, each + odd) : (each + odd, fromLonger + each);
        first.RemoveRange(first.Count - fromFirst, fromFirst);
        second?.RemoveRange(second.Count - fromSecond, fromSecond);
    }

    private List<PlacedToken> Cut(string text)
    {
        var result = new List<PlacedToken>();
        var (words, tokens) = (new List<Piece>(), new List<ModelToken>());
        foreach (var (raw, special) in _added.Split(new Piece(new AlignedText(text, 0)), normalized: false))
        {
            if (special >= 0)
            {
                Add(raw, special);
                continue;
            }

            var plain = new AlignedText(raw.Span.ToString(), raw.Start);
            foreach (var (piece, id) in _added.Split(new Piece(_normalizer?.Normalize(plain) ?? plain), normalized: true))
            {
                if (id >= 0)
                {
                    Add(piece, id);
                }
                else
                {
                    CutWords(piece);
                }
            }
        }

        return result;

        void Add(Piece piece, int id)
        {
            var (start, end) = piece.Place(0, piece.Length);
            result.Add(new PlacedToken(id, start, end));
        }

        void CutWords(Piece piece)
        {
            words.Clear();
            if (_preTokenizer is null)
            {
                words.Add(piece);
            }
            else
            {
                _preTokenizer.Split(piece, words);
            }

            foreach (var word in words)
            {
                if (word.Length == 0)
                {
                    continue;
                }

                tokens.Clear();
                _model.Tokenize(word, tokens);
                foreach (var token in tokens)
                {
                    var (start, end) = word.Place(token.Start, token.End);
                    result.Add(new PlacedToken(token.Id, start, end) is var placed && _trimsOffsets ? Trim(placed, text) : placed);
                }
            }
        }
    }

    private static PlacedToken Trim(PlacedToken token, string text)
    {
        var span = text.AsSpan(token.Start, token.End - token.Start);
        var start = token.Start + span.Length - span.TrimStart().Length;
        return token with { Start = start, End = Math.Max(start, token.Start + span.TrimEnd().Length) };
    }
}
