using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Input step <c>text</c>: a text as the ids of a subword tokenizer <c>[1, tokens]</c>, with mask and segments where the model has inputs for them.</summary>
internal sealed class TextStep : IInputStep
{
    private readonly TextOptions _options;
    private readonly Tokenizer _tokenizer;
    private readonly Conversation? _conversation;

    private TextStep(StepContext context, TextOptions options)
    {
        _options = options;
        var file = ExpertFiles.Read(context, "tokenizer", options.Tokenizer);
        _tokenizer = options.Tokenizer.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) ? Llama2cTokenizer.Parse(file, options.Tokenizer) : Tokenizer.Parse(file, options.Tokenizer);
        var around = options.AddSpecial ? _tokenizer.Encode("").Count : 0;
        if (options.MaxTokens <= around)
        {
            throw context.Options.Invalid("maxTokens", $"is {options.MaxTokens}; the tokenizer puts {around} tokens around a text, so it must be more");
        }

        _conversation = options.ChatTemplate is null ? null : new Conversation(Template(context, options, _tokenizer), _tokenizer);
        if (options.PadTo < 1 || options.PadId < 0)
        {
            throw context.Options.Invalid(options.PadTo < 1 ? "padTo" : "padId", $"is {(options.PadTo < 1 ? options.PadTo : options.PadId)}; it must be at least {(options.PadTo < 1 ? 1 : 0)}");
        }
    }

    public static TextStep Create(StepContext context) => new(context, context.Options.Read<TextOptions>());

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        var text = _options.Prefix + (input is TextInput given
            ? _conversation?.Write(feed.Request.Inputs.OfType<TextInput>()) ?? given.Text
            : throw new InvalidRequestException("inputs", "the expert takes a text"));

        // The template has the tokens around the text already, and cut off it would not ask any more.
        var (special, cuts) = (_options.AddSpecial && _conversation is null, _options.Overflow == TextOverflow.Cut && _conversation is null);
        var tokens = _tokenizer.Encode(text, addSpecial: special, maxTokens: cuts ? _options.MaxTokens : null);
        if (tokens.Count > _options.MaxTokens)
        {
            throw new InvalidRequestException("inputs", $"the text has {tokens.Count} tokens; the expert takes at most {_options.MaxTokens}");
        }

        if (tokens.Count == 0)
        {
            throw new InvalidRequestException("inputs", "the text is empty; the expert needs at least one token");
        }

        // The longest allowed text may be no multiple; it is not filled up beyond what the model takes.
        var length = _options.PadTo == 1 || !HasInput(feed, _options.AttentionMask)
            ? tokens.Count
            : Math.Min((tokens.Count + _options.PadTo - 1) / _options.PadTo * _options.PadTo, Math.Max(tokens.Count, _options.MaxTokens));
        Add(feed, _options.InputIds, length, i => i < tokens.Count ? tokens.Ids[i] : _options.PadId);
        if (HasInput(feed, _options.AttentionMask))
        {
            Add(feed, _options.AttentionMask, length, i => i < tokens.Count ? 1 : 0);
        }

        if (HasInput(feed, _options.TokenTypeIds))
        {
            Add(feed, _options.TokenTypeIds, length, i => i < tokens.Count ? tokens.TypeIds[i] : 0);
        }

        feed.Note(new TextNote(_tokenizer, text, tokens) { EndIds = _conversation?.EndIds ?? [] });
    }

    private static ChatTemplate Template(StepContext context, TextOptions options, Tokenizer tokenizer)
    {
        if (options.ChatTemplate != ChatTemplates.Auto)
        {
            return ChatTemplates.Find(options.ChatTemplate!)
                ?? throw context.Options.Invalid("chatTemplate", $"is '{options.ChatTemplate}'; it is one of {ChatTemplates.Names}");
        }

        var jinja = context.Manifest.Files.Any(file => file.Path == options.TokenizerConfig)
            ? ChatTemplates.Read(ExpertFiles.Read(context, "tokenizerConfig", options.TokenizerConfig), options.TokenizerConfig)
            : null;
        return ChatTemplates.Recognise(jinja, tokenizer)
            ?? throw context.Options.Invalid(
                "chatTemplate", $"is auto, and neither the template in '{options.TokenizerConfig}' nor the tokens of '{options.Tokenizer}' show a family that is known; name one of {ChatTemplates.Names}");
    }

    private static bool HasInput(ModelFeed feed, string name) => feed.Model.Inputs.Any(input => input.Name == name);

    private static void Add(ModelFeed feed, string name, int length, Func<int, int> value)
    {
        var values = Enumerable.Range(0, length).Select(value);
        feed.Add(name, feed.Model.Inputs.FirstOrDefault(input => input.Name == name)?.ElementType == ElementType.Int32
            ? Tensor.Create<int>([.. values], 1, length)
            : Tensor.Create<long>([.. values.Select(own => (long)own)], 1, length));
    }
}
