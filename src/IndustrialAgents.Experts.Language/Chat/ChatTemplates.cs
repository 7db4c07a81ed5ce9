using System.Text.Json;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The chat templates of the common families, as data: the Jinja programs that models come with are not run, only looked at to tell the family.
/// Thread-safe.
/// </summary>
internal static class ChatTemplates
{
    /// <summary>The name that has the family told by the tokenizer.</summary>
    public const string Auto = "auto";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChatTemplate> All { get; } =
    [
        new("chatml")
        {
            System = ("<|im_start|>system\n", "<|im_end|>\n"),
            User = ("<|im_start|>user\n", "<|im_end|>\n"),
            Assistant = ("<|im_start|>assistant\n", "<|im_end|>\n"),
            Ask = "<|im_start|>assistant\n",
            Ends = ["<|im_end|>"],
        },
        new("llama2")
        {
            SystemInUser = true,
            Trims = true,
            System = ("<<SYS>>\n", "\n<</SYS>>\n\n"),
            User = ("<s>[INST] ", " [/INST]"),
            Assistant = (" ", " </s>"),
            Ends = ["</s>"],
        },
        new("llama3")
        {
            Trims = true,
            Begin = "<|begin_of_text|>",
            System = ("<|start_header_id|>system<|end_header_id|>\n\n", "<|eot_id|>"),
            User = ("<|start_header_id|>user<|end_header_id|>\n\n", "<|eot_id|>"),
            Assistant = ("<|start_header_id|>assistant<|end_header_id|>\n\n", "<|eot_id|>"),
            Ask = "<|start_header_id|>assistant<|end_header_id|>\n\n",
            Ends = ["<|eot_id|>"],
        },
        new("mistral")
        {
            SystemInUser = true,
            Begin = "<s>",
            System = ("", "\n\n"),
            User = ("[INST] ", " [/INST]"),
            Assistant = (" ", "</s>"),
            Ends = ["</s>"],
        },
        new("phi3")
        {
            System = ("<|system|>\n", "<|end|>\n"),
            User = ("<|user|>\n", "<|end|>\n"),
            Assistant = ("<|assistant|>\n", "<|end|>\n"),
            Ask = "<|assistant|>\n",
            Ends = ["<|end|>"],
        },
        new("gemma")
        {
            SystemInUser = true,
            Trims = true,
            Begin = "<bos>",
            System = ("", "\n\n"),
            User = ("<start_of_turn>user\n", "<end_of_turn>\n"),
            Assistant = ("<start_of_turn>model\n", "<end_of_turn>\n"),
            Ask = "<start_of_turn>model\n",
            Ends = ["<end_of_turn>"],
        },
        new("zephyr")
        {
            System = ("<|system|>\n", "</s>\n"),
            User = ("<|user|>\n", "</s>\n"),
            Assistant = ("<|assistant|>\n", "</s>\n"),
            Ask = "<|assistant|>\n",
            Ends = ["</s>"],
        },
        new("none") { System = ("", "\n\n"), User = ("", "\n\n"), Assistant = ("", "\n\n") },
    ];

    /// <summary>The names that a manifest may have.</summary>
    public static string Names => string.Join(", ", All.Select(template => template.Name).Append(Auto));

    /// <summary>The template of a family; null where it is not known.</summary>
    public static ChatTemplate? Find(string name) => All.FirstOrDefault(template => template.Name == name);

    /// <summary>Tells the family by what the model's own template writes, else by the tokenizer's tokens; null where neither shows one.</summary>
    /// <param name="jinja">The template in the model's <c>tokenizer_config.json</c>; null where there is none.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    public static ChatTemplate? Recognise(string? jinja, Tokenizer tokenizer) =>
        (jinja is null ? null : Recognise(mark => jinja.Contains(mark, StringComparison.Ordinal))) ?? Recognise(mark => tokenizer.IdOf(mark) is not null);

    /// <summary>The template in a <c>tokenizer_config.json</c>, the one called default where there are several; null where there is none.</summary>
    /// <exception cref="InvalidManifestException">The file is not JSON.</exception>
    public static string? Read(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("chat_template", out var template))
            {
                return null;
            }

            return template.ValueKind switch
            {
                JsonValueKind.String => template.GetString(),
                JsonValueKind.Array => template.EnumerateArray()
                    .Where(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("name", out var name) && name.ValueEquals("default") && one.TryGetProperty("template", out var text) && text.ValueKind == JsonValueKind.String)
                    .Select(one => one.GetProperty("template").GetString())
                    .FirstOrDefault(),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidManifestException(source, "chat_template", $"cannot be read: {e.Message}", e);
        }
    }

    private static ChatTemplate? Recognise(Predicate<string> has)
    {
        (string Name, string[] Marks)[] signs =
        [
            ("chatml", ["<|im_start|>"]), ("llama3", ["<|start_header_id|>"]), ("gemma", ["<start_of_turn>"]), ("llama2", ["<<SYS>>"]), ("mistral", ["[INST]"]),
            ("phi3", ["<|user|>", "<|end|>"]), ("zephyr", ["<|user|>"]),
        ];
        return Array.Find(signs, sign => Array.TrueForAll(sign.Marks, has)).Name is { } name ? Find(name) : null;
    }
}
