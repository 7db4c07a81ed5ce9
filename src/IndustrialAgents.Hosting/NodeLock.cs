namespace IndustrialAgents.Hosting;

/// <summary>Keeps a second node off a data folder. Held by an open file, so that a process that dies lets go of it.</summary>
internal sealed class NodeLock : IDisposable
{
    private const string FileName = "node.lock";

    private readonly FileStream _file;

    private NodeLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, making it where it is missing.</summary>
    /// <exception cref="InvalidNodeOptionsException">Another node has it, or it cannot be written to.</exception>
    public static NodeLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidNodeOptionsException(nameof(NodeOptions.DataFolder), $"'{folder}' cannot be made: {e.Message}", e);
        }

        try
        {
            return new NodeLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidNodeOptionsException(
                nameof(NodeOptions.DataFolder), $"'{folder}' is in use by another node; stop that one, ask it over HTTP, or name another folder ({e.Message})", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidNodeOptionsException(nameof(NodeOptions.DataFolder), $"'{folder}' cannot be written to: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
