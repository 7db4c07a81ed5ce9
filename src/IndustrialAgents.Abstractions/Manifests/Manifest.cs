using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>
/// The file that describes an expert, <c>expert.json</c> in the expert's folder: what it answers, from which inputs, with which model, and what
/// it needs. Read it with <see cref="ManifestReader"/>. Immutable and thread-safe.
/// </summary>
public sealed record Manifest
{
    /// <summary>Name of the expert, shared by its versions.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the expert.</summary>
    public required string Version { get; init; }

    /// <summary>Kind of data it works on.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Tasks it answers, at least one.</summary>
    public required IReadOnlyList<ExpertTask> Tasks { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Description { get; init; }

    /// <summary>What it needs from a request, and how that becomes the model's inputs.</summary>
    public IReadOnlyList<ManifestInput> Inputs { get; init; } = [];

    /// <summary>An expert written in code, by the name its module registered; null for an ONNX model by manifest.</summary>
    public ManifestStep? Code { get; init; }

    /// <summary>How the model's outputs become an <see cref="ExpertOutput"/>; null for an expert that is code only.</summary>
    public ManifestStep? Output { get; init; }

    /// <summary>Names of the classes, in the order of the model's output; empty where it has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>A file among <see cref="Files"/> with one label a line, instead of <see cref="Labels"/>.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>Maps a label to the failure mode it speaks for, for <c>diagnose</c>; empty where it speaks for none.</summary>
    public IReadOnlyDictionary<string, string> FailureModes { get; init; } = new Dictionary<string, string>();

    /// <summary>The expert's files. The first one is the model.</summary>
    public IReadOnlyList<ManifestFile> Files { get; init; } = [];

    /// <summary>Assets it is meant for: each path with everything within; empty for all.</summary>
    public IReadOnlyList<AssetPath> Assets { get; init; } = [];

    /// <summary>What a machine must have to run it.</summary>
    public HardwareNeeds Hardware { get; init; } = new();

    /// <summary>How requests that meet may run together.</summary>
    public BatchingPolicy Batching { get; init; } = new();

    /// <summary>What it costs and how long it takes.</summary>
    public ExpertCost Cost { get; init; } = new();

    /// <summary>Trust in it before anything is known, above 0; 1 is the ordinary expert.</summary>
    public double Prior { get; init; } = 1;

    /// <summary>SPDX identifier of its licence; null where unknown.</summary>
    public string? License { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>Name and version.</summary>
    [JsonIgnore]
    public ExpertId Id => new(Name, Version);

    /// <summary>SHA-256 of the model in lower-case hex; null for an expert that is code only.</summary>
    [JsonIgnore]
    public string? ModelHash => Files.Count > 0 ? Files[0].Sha256 : null;
}
