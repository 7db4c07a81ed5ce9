namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Options of the expert <c>knowledge</c>.</summary>
public sealed record KnowledgeOptions
{
    /// <summary>The file of documents, relative to the expert's folder.</summary>
    public string File { get; init; } = "knowledge.db";

    /// <summary>Whose documents are searched.</summary>
    public string Tenant { get; init; } = KnowledgeStore.DefaultTenant;

    /// <summary>Passages given where a request names no number, 1 to 100.</summary>
    public int Top { get; init; } = 5;

    /// <summary>A folder whose files are kept as documents, relative to the expert's folder and not inside it; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether a document of <see cref="Folder"/> is about the asset whose path its own folders are, such as <c>acme/west/pump1/manual.pdf</c>.</summary>
    public bool AssetFromFolder { get; init; }

    /// <summary>An expert that writes answers from the passages found, by name or <c>name@version</c>; null for answers that quote one.</summary>
    public string? Writer { get; init; }

    /// <summary>Longest wait for <see cref="Writer"/>, in seconds.</summary>
    public double WriterTimeoutSeconds { get; init; } = 30;

    /// <summary>An expert that embeds texts, by name or <c>name@version</c>, whose vectors find passages by meaning as well; null for words alone.</summary>
    public string? Encoder { get; init; }

    /// <summary>Longest wait for the <see cref="Encoder"/>'s vector of a question, in seconds.</summary>
    public double EncoderTimeoutSeconds { get; init; } = 2;

    internal (string Option, string Message)? Problem() => this switch
    {
        _ when string.IsNullOrWhiteSpace(File) => ("file", "is empty; name the file of documents"),
        _ when string.IsNullOrWhiteSpace(Tenant) => ("tenant", $"is empty; leave it out for '{KnowledgeStore.DefaultTenant}'"),
        { Top: < 1 or > 100 } => ("top", $"{Top}; it must lie between 1 and 100"),
        { Folder: { } folder } when string.IsNullOrWhiteSpace(folder) => ("folder", "is empty; leave it out, or name the folder to watch"),
        { AssetFromFolder: true, Folder: null } => ("assetFromFolder", "is true, but there is no folder; name one in option folder"),
        { WriterTimeoutSeconds: not (> 0 and <= 86400) } => ("writerTimeoutSeconds", $"{WriterTimeoutSeconds}; it must lie above 0 and up to 86400"),
        { EncoderTimeoutSeconds: not (> 0 and <= 86400) } => ("encoderTimeoutSeconds", $"{EncoderTimeoutSeconds}; it must lie above 0 and up to 86400"),
        _ => null,
    };
}
