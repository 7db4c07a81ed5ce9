namespace IndustrialAgents.Onnx;

/// <summary>A file and what its content must be.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">SHA-256 of its content in hexadecimal, of either case.</param>
public sealed record ModelFile(string Path, string Sha256);
