namespace IndustrialAgents;

/// <summary>One file of an expert.</summary>
/// <param name="Path">Path relative to the manifest, without <c>..</c>.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hex digits.</param>
public sealed record ManifestFile(string Path, string Sha256);
