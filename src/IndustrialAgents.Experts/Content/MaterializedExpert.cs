namespace IndustrialAgents.Experts;

/// <summary>An expert's folder that is in use. Dispose it once nothing reads the folder any more. Thread-safe.</summary>
public sealed class MaterializedExpert : IDisposable
{
    private Action? _release;

    internal MaterializedExpert(string folder, Manifest manifest, Action release)
    {
        (Folder, Manifest, _release) = (folder, manifest, release);
    }

    /// <summary>Path of the folder, with <c>expert.json</c> and all files; for <see cref="ExpertLoader.Load"/>. Read it only.</summary>
    public string Folder { get; }

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>Says that the folder is no longer in use.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
