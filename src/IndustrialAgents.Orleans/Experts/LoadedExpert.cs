namespace IndustrialAgents.Orleans.Experts;

/// <summary>An expert with what it holds. Dispose it after its last request.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Folder">Keeps its folder in place; null where it has none.</param>
internal sealed record LoadedExpert(IExpert Expert, IDisposable? Folder) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            (Expert as IDisposable)?.Dispose();
        }
        finally
        {
            Folder?.Dispose();
        }
    }
}
