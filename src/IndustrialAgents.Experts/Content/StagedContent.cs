namespace IndustrialAgents.Experts;

/// <summary>A whole content in a file that nobody else knows yet; disposing it deletes the file where it was not moved away.</summary>
internal sealed record StagedContent(string Path, string Sha256, long Length) : IDisposable
{
    public void Dispose() => File.Delete(Path);
}
