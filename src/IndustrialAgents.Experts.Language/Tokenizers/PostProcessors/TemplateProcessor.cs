namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Texts and special tokens in a written order. Immutable and thread-safe.</summary>
internal sealed class TemplateProcessor(IReadOnlyList<TemplateProcessor.Part> single, IReadOnlyList<TemplateProcessor.Part> pair) : IPostProcessor
{
    /// <summary>One part: a text, or the ids of a special token.</summary>
    /// <param name="Text">0 for the first text, 1 for the second, -1 for special tokens.</param>
    /// <param name="Ids">Ids of the special tokens.</param>
    /// <param name="TypeId">Segment of the part.</param>
    internal sealed record Part(int Text, IReadOnlyList<int> Ids, int TypeId);

    public static TemplateProcessor Read(ConfigNode node)
    {
        var special = node.Has("special_tokens") ? node.Node("special_tokens") : (ConfigNode?)null;
        return new TemplateProcessor(Parts("single"), Parts("pair"));

        Part[] Parts(string field) => node.Has(field) ? [.. node.Nodes(field).Select(Part)] : [new Part(0, [], 0), new Part(1, [], 1)];

        Part Part(ConfigNode part)
        {
            if (part.Has("Sequence"))
            {
                var text = part.Node("Sequence");
                return text.Text("id") switch
                {
                    "A" => new Part(0, [], text.Number("type_id", 0)),
                    "B" => new Part(1, [], text.Number("type_id", 0)),
                    var id => throw text.Invalid("id", $"is '{id}'; a sequence is A or B"),
                };
            }

            var token = part.Node("SpecialToken");
            var own = (special ?? throw part.Invalid("SpecialToken", "is named, but special_tokens is missing")).Node(token.Text("id"));
            return new Part(-1, [.. own.Nodes("ids").Select(id => id.Element.TryGetInt32(out var value) && value >= 0 ? value : throw id.Invalid(null, "is no id"))], token.Number("type_id", 0));
        }
    }

    /// <summary>BERT's and RoBERTa's own forms: one token before, one after, and one or two between.</summary>
    public static TemplateProcessor Around(int begin, int end, bool twoBetween, int secondType) => new(
        [new Part(-1, [begin], 0), new Part(0, [], 0), new Part(-1, [end], 0)],
        [
            new Part(-1, [begin], 0), new Part(0, [], 0), new Part(-1, twoBetween ? [end, end] : [end], 0),
            new Part(1, [], secondType), new Part(-1, [end], secondType),
        ]);

    public int Added(bool pair1) => (pair1 ? pair : single).Sum(part => part.Ids.Count);

    public List<PlacedToken> Process(List<PlacedToken> first, List<PlacedToken>? second, bool addSpecial)
    {
        var result = new List<PlacedToken>(first.Count + (second?.Count ?? 0) + 4);
        foreach (var part in second is null ? single : pair)
        {
            if (part.Text < 0)
            {
                result.AddRange((addSpecial ? part.Ids : []).Select(id => new PlacedToken(id, 0, 0, part.TypeId, true)));
                continue;
            }

            result.AddRange(((part.Text == 0 ? first : second) ?? []).Select(token => token with { TypeId = part.TypeId }));
        }

        return result;
    }
}
