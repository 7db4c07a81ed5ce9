namespace IndustrialAgents.Onnx;

/// <summary>Names a model by its content: the same SHA-256 is the same model, wherever its file lies.</summary>
/// <param name="Path">The model file.</param>
/// <param name="Sha256">SHA-256 of its content in hexadecimal, of either case.</param>
public sealed record ModelReference(string Path, string Sha256)
{
    private string? _key;

    // A copy that is changed by `with` works its key out anew.
    private ModelReference(ModelReference original) =>
        (Path, Sha256, ExternalData) = (original.Path, original.Sha256, original.ExternalData);

    /// <summary>
    /// External data files, which lie where the model file says (usually beside it). They are verified and counted with it.
    /// Replace them by renaming, never in place: see <see cref="OnnxSession.Load(string, OnnxSessionOptions?)"/>.
    /// </summary>
    public IReadOnlyList<ModelFile> ExternalData { get; init; } = [];

    /// <summary>All files of the model, itself first.</summary>
    internal IEnumerable<ModelFile> Files => ExternalData.Prepend(new ModelFile(Path, Sha256));

    /// <summary>What the model is known by in a pool: its own hash and those of its data, in lower case.</summary>
    internal string Key => _key ??= string.Join('+', Files.Select(file => file.Sha256)).ToLowerInvariant();

    /// <summary>Whether both name the same content at the same path.</summary>
    public bool Equals(ModelReference? other) => other is not null && Path == other.Path && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
