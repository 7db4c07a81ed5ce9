namespace IndustrialAgents.Hosting;

/// <summary>What a <see cref="ModelPuller"/> makes of a repository.</summary>
public sealed record PullOptions
{
    /// <summary>The convention's name that passes tensors through as they are.</summary>
    public const string PassThrough = "onnx";

    /// <summary>The convention that the model must follow, or <see cref="PassThrough"/>; null recognises it.</summary>
    public string? Convention { get; init; }

    /// <summary>Files of the repository that are taken, the model's first; empty chooses the model and its external data.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Name of the expert; null makes one of the repository's.</summary>
    public string? Name { get; init; }

    /// <summary>The expert's folder; null makes one in <see cref="Folder"/> by name and version.</summary>
    public string? Target { get; init; }

    /// <summary>The folder that holds the pulled experts.</summary>
    public required string Folder { get; init; }
}
