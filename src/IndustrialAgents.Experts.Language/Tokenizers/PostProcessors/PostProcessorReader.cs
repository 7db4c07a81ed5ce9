using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Reads the section <c>post_processor</c> of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessorReader
{
    /// <summary>One text after the other, with nothing around them.</summary>
    public static IPostProcessor Plain { get; } = new TemplateProcessor([new(0, [], 0)], [new(0, [], 0), new(1, [], 1)]);

    /// <param name="node">The section.</param>
    /// <param name="trimsOffsets">Set where spaces are to be left out of offsets, as byte-level processors ask.</param>
    public static IPostProcessor Read(ConfigNode node, ref bool trimsOffsets)
    {
        switch (node.Type)
        {
            case "TemplateProcessing":
                return TemplateProcessor.Read(node);
            case "BertProcessing":
                return TemplateProcessor.Around(Id(node, "cls"), Id(node, "sep"), twoBetween: false, secondType: 1);
            case "RobertaProcessing":
                trimsOffsets |= node.Flag("trim_offsets", true);
                return TemplateProcessor.Around(Id(node, "cls"), Id(node, "sep"), twoBetween: true, secondType: 0);
            case "ByteLevel":
                trimsOffsets |= node.Flag("trim_offsets", true);
                return Plain;
            case "Sequence":
                var result = Plain;
                foreach (var part in node.Nodes("processors"))
                {
                    // Of those that put tokens around, files have one.
                    result = Read(part, ref trimsOffsets) is var own && own != Plain ? own : result;
                }

                return result;
            default:
                throw node.Unknown("TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence");
        }
    }

    private static int Id(ConfigNode node, string field)
    {
        var pair = node.Nodes(field).ToArray();
        return pair.Length == 2 && pair[1].Element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var id) && id >= 0
            ? id
            : throw node.Invalid(field, "is no [token, id]");
    }
}
