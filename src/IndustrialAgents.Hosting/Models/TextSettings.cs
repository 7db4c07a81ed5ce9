using System.Text.Json;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Hosting;

/// <summary>
/// What the files beside a text model say about it: of Sentence Transformers how its tokens become one vector (Reimers and Gurevych 2019), of Hugging Face
/// its lengths, labels and ending tokens. Immutable and thread-safe.
/// </summary>
internal sealed class TextSettings
{
    /// <summary>File that says how tokens become one vector.</summary>
    public const string PoolingFile = "1_Pooling/config.json";

    private const int UsualLength = 512;
    private const int LongestPrompt = 4096;

    // Some tokenizers name no limit but an astronomical number.
    private const int LongestLength = 1 << 24;

    private readonly IReadOnlyDictionary<string, JsonNode?> _files;
    private readonly Dictionary<string, JsonNode?> _values = [];
    private readonly List<string> _notes = [];

    private TextSettings(IReadOnlyDictionary<string, JsonNode?> files) => _files = files;

    /// <summary>What was assumed, for people.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Reads them.</summary>
    /// <param name="files">By path, the files that are there; null for one that is no JSON.</param>
    /// <param name="wanted">Names of the settings that the manifest has places for.</param>
    /// <exception cref="ModelHubException">They ask for what experts cannot do.</exception>
    public static TextSettings Read(IReadOnlyDictionary<string, JsonNode?> files, IEnumerable<string> wanted)
    {
        var settings = new TextSettings(files);
        foreach (var name in wanted.Distinct())
        {
            settings._values[name] = name switch
            {
                "pool" => settings.Pool(),
                "normalize" => settings.Normalizes(),
                "maxTokens" => settings.MaxTokens(),
                "promptTokens" => settings.Length() ?? LongestPrompt,
                "prefix" => settings.Prefix(),
                "padId" => settings.Number("config.json", "pad_token_id") ?? 0,
                "labels" => settings.Labels(),
                "chatTemplate" => settings.Chats() ? "auto" : null,
                "writingTasks" => settings.Chats() ? new JsonArray("answer", "generate") : new JsonArray("generate"),
                "genai" => files.ContainsKey("genai_config.json") ? "genai_config.json" : null,
                "endIds" => settings.EndIds(),
                "maxLength" => files.ContainsKey("genai_config.json") ? null : settings.Length(),
                _ => throw new InvalidOperationException($"no setting is called {name}"),
            };
        }

        return settings;
    }

    /// <summary>A setting; null where nothing is to be said.</summary>
    public JsonNode? Value(string name) => _values[name]?.DeepClone();

    private JsonNode? Find(string file, string name) => (_files.GetValueOrDefault(file) as JsonObject)?[name];

    private int? Number(string file, string name) => Find(file, name) is JsonValue value && value.TryGetValue<double>(out var number) && number is >= 0 and <= LongestLength ? (int)number : null;

    private string Pool()
    {
        if (!_files.ContainsKey(PoolingFile))
        {
            _notes.Add($"the repository has no {PoolingFile}, so the mean over all tokens is taken; set \"pool\" in expert.json where the model was trained with another");
            return "mean";
        }

        string[] modes = [.. (_files[PoolingFile] as JsonObject ?? [])
            .Where(pair => pair.Key.StartsWith("pooling_mode", StringComparison.Ordinal))
            .Select(pair => pair.Value?.GetValueKind() switch
            {
                JsonValueKind.True => pair.Key["pooling_mode_".Length..],
                JsonValueKind.String => pair.Value.ToString(),
                _ => "",
            })
            .Where(mode => mode.Length > 0)];
        return modes switch
        {
            ["mean_tokens" or "mean"] => "mean",
            ["cls_token" or "cls"] => "first",
            ["lasttoken" or "last_token"] => "last",
            _ => throw new ModelHubException(
                $"{PoolingFile} makes a vector by {(modes.Length == 0 ? "nothing that is known" : string.Join(" and ", modes))}; the mean, the first and the last token can be had. "
                + $"Name --as {PullOptions.PassThrough} to pass its tensors through"),
        };
    }

    private bool Normalizes() => _files.GetValueOrDefault("modules.json") is JsonArray modules
        && modules.Any(module => (module as JsonObject)?["type"]?.ToString().EndsWith(".Normalize", StringComparison.Ordinal) == true);

    private int MaxTokens() => Number("sentence_bert_config.json", "max_seq_length") ?? Number("tokenizer_config.json", "model_max_length") ?? UsualLength;

    private string? Prefix()
    {
        if (Find("config_sentence_transformers.json", "prompts") is not JsonObject { Count: > 0 } prompts)
        {
            return null;
        }

        if (Find("config_sentence_transformers.json", "default_prompt_name")?.ToString() is { } name && prompts[name] is { } prompt)
        {
            return prompt.ToString();
        }

        var known = prompts.Where(pair => pair.Value?.ToString().Length > 0).Select(pair => $"{pair.Key}: '{pair.Value}'").ToArray();
        if (known.Length > 0)
        {
            _notes.Add($"the model was trained with prompts, and none is the default, so none is put before texts; set \"prefix\" in expert.json to one of {string.Join(", ", known)}");
        }

        return null;
    }

    private JsonArray Labels()
    {
        var names = Find("config.json", "id2label") as JsonObject ?? [];
        var labels = Enumerable.Range(0, names.Count).Select(id => names[id.ToString(System.Globalization.CultureInfo.InvariantCulture)]?.ToString()).ToArray();
        return labels.Length >= 2 && labels.All(label => label is { Length: > 0 })
            ? new JsonArray([.. labels.Select(label => (JsonNode)label!)])
            : throw new ModelHubException($"config.json has no id2label that names the classes 0 and up; name --as {PullOptions.PassThrough} to pass its tensors through");
    }

    private bool Chats() => Find("tokenizer_config.json", "chat_template") is not null;

    private int? Length() => Number("config.json", "max_position_embeddings") ?? Number("config.json", "n_positions");

    private JsonArray? EndIds()
    {
        if (_files.ContainsKey("genai_config.json"))
        {
            return null;
        }

        int[] ids = (Find("generation_config.json", "eos_token_id") ?? Find("config.json", "eos_token_id")) switch
        {
            JsonArray several => [.. several.OfType<JsonValue>().Where(value => value.TryGetValue<int>(out _)).Select(value => value.GetValue<int>())],
            JsonValue one when one.TryGetValue<int>(out var id) => [id],
            _ => [],
        };
        if (ids.Length == 0)
        {
            _notes.Add("neither generation_config.json nor config.json names the token that ends a text; set \"endIds\" in expert.json, or only the limit on tokens ends it");
        }

        return new JsonArray([.. ids.Select(id => (JsonNode)id)]);
    }
}
