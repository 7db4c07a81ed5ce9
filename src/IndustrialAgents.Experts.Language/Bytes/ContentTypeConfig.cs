using System.Text.Json;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The configuration that comes with a content-type model of google/magika, its <c>config.min.json</c>: sizes of the features, labels in the
/// order of the model's output, thresholds. Immutable and thread-safe.
/// </summary>
public sealed record ContentTypeConfig
{
    private const int MaxWindow = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
        MaxDepth = 8,
    };

    /// <summary>Tokens from the content's beginning.</summary>
    public required int BegSize { get; init; }

    /// <summary>Tokens from its middle; only models without any are supported.</summary>
    public int MidSize { get; init; }

    /// <summary>Tokens from its end.</summary>
    public required int EndSize { get; init; }

    /// <summary>Whether the model takes bytes at fixed offsets as well; only models that do not are supported.</summary>
    public bool UseInputsAtOffsets { get; init; }

    /// <summary>Probability below which a label without a threshold of its own is not named.</summary>
    public required double MediumConfidenceThreshold { get; init; }

    /// <summary>Contents shorter than this many bytes are judged without the model.</summary>
    public required int MinFileSizeForDl { get; init; }

    /// <summary>Token where there are no more bytes.</summary>
    public required int PaddingToken { get; init; }

    /// <summary>Bytes at either end that are looked at.</summary>
    public required int BlockSize { get; init; }

    /// <summary>The labels, in the order of the model's output.</summary>
    public required IReadOnlyList<string> TargetLabelsSpace { get; init; }

    /// <summary>Thresholds of single labels.</summary>
    public required IReadOnlyDictionary<string, double> Thresholds { get; init; }

    /// <summary>Labels that are answered under another name.</summary>
    public required IReadOnlyDictionary<string, string> OverwriteMap { get; init; }

    /// <summary>Reads a configuration from UTF-8 JSON.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="InvalidManifestException">It is not such a configuration, or one of a kind that is not supported.</exception>
    public static ContentTypeConfig Parse(ReadOnlySpan<byte> json, string source)
    {
        ContentTypeConfig config;
        try
        {
            config = JsonSerializer.Deserialize<ContentTypeConfig>(json, Json)
                ?? throw new InvalidManifestException(source, "config", "is null; magika's config.min.json is a JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidManifestException(source, e.Path is null or "$" ? "config" : e.Path, e.Message, e);
        }

        config.Validate(source);
        return config;
    }

    private void Validate(string source)
    {
        RequireSize(BegSize, "beg_size");
        RequireSize(EndSize, "end_size");
        RequireSize(BlockSize, "block_size");
        Require(BegSize + EndSize > 0, "beg_size", "beg_size and end_size are both 0; the model would see nothing");
        Require(MinFileSizeForDl >= 1 && MinFileSizeForDl <= Math.Max(1, BegSize), "min_file_size_for_dl", $"{MinFileSizeForDl}; it must lie between 1 and beg_size");
        Require(MidSize == 0, "mid_size", $"{MidSize}; only models without bytes from the middle are supported (0)");
        Require(!UseInputsAtOffsets, "use_inputs_at_offsets", "true; only models without bytes at offsets are supported (false)");
        RequireProbability(MediumConfidenceThreshold, "medium_confidence_threshold");
        Require(TargetLabelsSpace.Count > 0, "target_labels_space", "is empty; name the model's labels");
        Require(
            TargetLabelsSpace.All(label => !string.IsNullOrEmpty(label)) && TargetLabelsSpace.Distinct().Count() == TargetLabelsSpace.Count,
            "target_labels_space",
            "a label is empty or occurs twice");
        foreach (var (label, threshold) in Thresholds)
        {
            RequireProbability(threshold, $"thresholds.{label}");
        }

        Require(OverwriteMap.Values.All(label => !string.IsNullOrEmpty(label)), "overwrite_map", "a label is empty");

        void RequireSize(int size, string field) => Require(size is >= 0 and <= MaxWindow, field, $"{size}; it must lie between 0 and {MaxWindow}");
        void RequireProbability(double value, string field) => Require(value is >= 0 and <= 1, field, $"{value} is not a probability");
        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                throw new InvalidManifestException(source, field, message);
            }
        }
    }
}
