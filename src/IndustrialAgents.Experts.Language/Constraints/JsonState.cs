namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The text must be JSON of a schema: a pushdown automaton, made deterministic state by state as a text goes through it. A state is the set of what may
/// be still to be written. Spaces stand after commas and colons only, one at most, so that no text goes on without saying more.
/// </summary>
internal sealed class JsonState : RuleState
{
    private const int MaxDigits = 15;
    private const int MaxStates = 4096;

    private static readonly byte[] Quote = [(byte)'"'];
    private static readonly byte[] Colon = [(byte)':'];
    private static readonly byte[] Comma = [(byte)','];
    private static readonly byte[] OpenBrace = [(byte)'{'];
    private static readonly byte[] CloseBrace = [(byte)'}'];
    private static readonly byte[] OpenBracket = [(byte)'['];
    private static readonly byte[] CloseBracket = [(byte)']'];
    private static readonly byte[] Space = [(byte)' '];

    private readonly HashSet<Stack> _stacks;
    private readonly Dictionary<HashSet<Stack>, JsonState> _known;

    private JsonState(HashSet<Stack> stacks, Dictionary<HashSet<Stack>, JsonState> known) => (_stacks, _known) = (stacks, known);

    /// <inheritdoc/>
    public override bool CanEnd => _stacks.Contains(Stack.Empty);

    /// <inheritdoc/>
    public override bool MustEnd => CanEnd && _stacks.Count == 1;

    /// <summary>The beginning of a text.</summary>
    public static JsonState Of(JsonRule rule)
    {
        var stacks = new HashSet<Stack>();
        Expand(new Stack(new JsonValue(rule), Stack.Empty), stacks);
        return new JsonState(stacks, new Dictionary<HashSet<Stack>, JsonState>(HashSet<Stack>.CreateSetComparer()));
    }

    /// <inheritdoc/>
    protected override RuleState? Derive(byte value)
    {
        var stacks = new HashSet<Stack>();
        foreach (var stack in _stacks)
        {
            switch (stack.Item)
            {
                case JsonBytes bytes when bytes.Text[bytes.At] == value:
                    Expand(bytes.At + 1 == bytes.Text.Length ? stack.Rest : new Stack(bytes with { At = bytes.At + 1 }, stack.Rest), stacks);
                    break;
                case JsonCharacters characters:
                    Write(characters, stack.Rest, value, stacks);
                    break;
                case JsonDigits digits when Write(digits, value) is { } more:
                    Expand(new Stack(more, stack.Rest), stacks);
                    break;
                default:
                    break;
            }
        }

        if (stacks.Count == 0)
        {
            return null;
        }

        if (!_known.TryGetValue(stacks, out var state))
        {
            state = new JsonState(stacks, _known);
            if (_known.Count < MaxStates)
            {
                _known.Add(stacks, state);
            }
        }

        return state;
    }

    // Until what comes next is a byte.
    private static void Expand(Stack stack, HashSet<Stack> into)
    {
        switch (stack.Item)
        {
            case JsonValue { Rule: JsonLiteralRule rule }:
                foreach (var text in rule.Texts)
                {
                    into.Add(new Stack(new JsonBytes(text), stack.Rest));
                }

                break;
            case JsonValue { Rule: JsonStringRule rule }:
                into.Add(stack.Rest.Push(new JsonBytes(Quote), new JsonCharacters(rule, 0)));
                break;
            case JsonValue { Rule: JsonNumberRule rule }:
                into.Add(stack.Rest.Push(new JsonDigits(rule.Integer, JsonNumberPart.Begin)));
                break;
            case JsonValue { Rule: JsonArrayRule rule }:
                into.Add(stack.Rest.Push(new JsonBytes(OpenBracket), new JsonElements(rule, 0)));
                break;
            case JsonValue { Rule: JsonObjectRule rule }:
                into.Add(stack.Rest.Push(new JsonBytes(OpenBrace), new JsonProperties(rule, 0, true)));
                break;
            case JsonValue { Rule: JsonMapRule rule }:
                into.Add(stack.Rest.Push(new JsonBytes(OpenBrace), new JsonEntries(rule, true)));
                break;
            case JsonValue { Rule: JsonReferenceRule rule }:
                Expand(stack.Rest.Push(new JsonValue(rule.Target)), into);
                break;
            case JsonValue { Rule: JsonAnyRule any }:
                foreach (var rule in any.Rules)
                {
                    Expand(stack.Rest.Push(new JsonValue(rule)), into);
                }

                break;
            case JsonSpace:
                into.Add(stack.Rest.Push(new JsonBytes(Space)));
                Expand(stack.Rest, into);
                break;
            case JsonElements elements:
                Expand(elements, stack.Rest, into);
                break;
            case JsonProperties properties:
                Expand(properties, stack.Rest, into);
                break;
            case JsonEntries entries:
                Expand(entries, stack.Rest, into);
                break;
            case JsonDigits { Part: JsonNumberPart.Zero or JsonNumberPart.Whole or JsonNumberPart.Fraction }:
                into.Add(stack);
                Expand(stack.Rest, into);
                break;
            default:
                into.Add(stack);
                break;
        }
    }

    private static void Expand(JsonElements elements, Stack rest, HashSet<Stack> into)
    {
        var (rule, count) = (elements.Rule, elements.Count);
        if (count >= rule.Min)
        {
            into.Add(rest.Push(new JsonBytes(CloseBracket)));
        }

        if (count < (rule.Max ?? int.MaxValue))
        {
            // Without an upper limit only the lower one needs counting.
            var after = new JsonElements(rule, rule.Max is null ? Math.Min(count + 1, Math.Max(rule.Min, 1)) : count + 1);
            Expand(count == 0 ? rest.Push(new JsonValue(rule.Items), after) : rest.Push(new JsonBytes(Comma), new JsonSpace(), new JsonValue(rule.Items), after), into);
        }
    }

    private static void Expand(JsonProperties properties, Stack rest, HashSet<Stack> into)
    {
        var all = properties.Rule.Properties;
        for (var i = properties.From; i < all.Count; i++)
        {
            var (key, value, required) = all[i];
            var pair = rest.Push(new JsonBytes(key), new JsonSpace(), new JsonValue(value), new JsonProperties(properties.Rule, i + 1, false));
            Expand(properties.First ? pair : pair.Push(new JsonBytes(Comma), new JsonSpace()), into);
            if (required)
            {
                return;
            }
        }

        into.Add(rest.Push(new JsonBytes(CloseBrace)));
    }

    private static void Expand(JsonEntries entries, Stack rest, HashSet<Stack> into)
    {
        into.Add(rest.Push(new JsonBytes(CloseBrace)));
        var entry = rest.Push(
            new JsonBytes(Quote), new JsonCharacters(entries.Rule.Keys, 0), new JsonBytes(Colon), new JsonSpace(), new JsonValue(entries.Rule.Values), entries with { First = false });
        Expand(entries.First ? entry : entry.Push(new JsonBytes(Comma), new JsonSpace()), into);
    }

    private static void Write(JsonCharacters own, Stack rest, byte value, HashSet<Stack> into)
    {
        var (rule, count) = (own.Rule, own.Count);
        if (own.Lacking > 0)
        {
            if (value >= own.Low && value <= own.High)
            {
                into.Add(new Stack(new JsonCharacters(rule, count, false, own.Lacking - 1), rest));
            }

            return;
        }

        if (!own.Escaped && value == '"')
        {
            if (count >= rule.Min)
            {
                Expand(rest, into);
            }

            return;
        }

        if (count >= (rule.Max ?? int.MaxValue))
        {
            return;
        }

        var next = rule.Max is null ? Math.Min(count + 1, rule.Min) : count + 1;
        var after = own.Escaped
            ? value is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' ? new JsonCharacters(rule, next) : null
            : value switch
            {
                (byte)'\\' => own with { Escaped = true },
                >= 0x20 and < 0x80 => new JsonCharacters(rule, next),
                >= 0xC2 and <= 0xDF => new JsonCharacters(rule, next, false, 1),
                0xE0 => new JsonCharacters(rule, next, false, 2, 0xA0),
                0xED => new JsonCharacters(rule, next, false, 2, 0x80, 0x9F),
                >= 0xE1 and <= 0xEF => new JsonCharacters(rule, next, false, 2),
                0xF0 => new JsonCharacters(rule, next, false, 3, 0x90),
                >= 0xF1 and <= 0xF3 => new JsonCharacters(rule, next, false, 3),
                0xF4 => new JsonCharacters(rule, next, false, 3, 0x80, 0x8F),
                _ => null,
            };
        if (after is not null)
        {
            into.Add(new Stack(after, rest));
        }
    }

    private static JsonDigits? Write(JsonDigits own, byte value) => (own.Part, value) switch
    {
        (JsonNumberPart.Begin, (byte)'-') => own with { Part = JsonNumberPart.Sign },
        (JsonNumberPart.Begin or JsonNumberPart.Sign, (byte)'0') => own with { Part = JsonNumberPart.Zero },
        (JsonNumberPart.Begin or JsonNumberPart.Sign, >= (byte)'1' and <= (byte)'9') => own with { Part = JsonNumberPart.Whole, Count = 1 },
        (JsonNumberPart.Whole or JsonNumberPart.Fraction, >= (byte)'0' and <= (byte)'9') when own.Count < MaxDigits => own with { Count = own.Count + 1 },
        (JsonNumberPart.Zero or JsonNumberPart.Whole, (byte)'.') when !own.Integer => own with { Part = JsonNumberPart.Point, Count = 0 },
        (JsonNumberPart.Point, >= (byte)'0' and <= (byte)'9') => own with { Part = JsonNumberPart.Fraction, Count = 1 },
        _ => null,
    };

    /// <summary>What is to be written, the next thing first.</summary>
    private sealed record Stack
    {
        private readonly Stack? _rest;
        private readonly int _hash;

        public Stack(JsonItem? item, Stack? rest)
        {
            (Item, _rest) = (item, rest);
            _hash = HashCode.Combine(item, rest?._hash);
        }

        public static Stack Empty { get; } = new(null, null);

        public JsonItem? Item { get; }

        public Stack Rest => _rest ?? Empty;

        // The last comes to lie deepest.
        public Stack Push(params ReadOnlySpan<JsonItem> items)
        {
            var stack = this;
            for (var i = items.Length - 1; i >= 0; i--)
            {
                stack = new Stack(items[i], stack);
            }

            return stack;
        }

        public bool Equals(Stack? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Equals(Item, other.Item) && Equals(_rest, other._rest));

        public override int GetHashCode() => _hash;
    }
}
