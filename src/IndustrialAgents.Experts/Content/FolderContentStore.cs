using System.Runtime.ExceptionServices;

namespace IndustrialAgents.Experts;

/// <summary>
/// A content store in a folder, local or shared by several machines: files <c>objects/ab/abcd…</c>. Each file is hashed when this process first
/// gives it out, and again when its size or time has changed. Not bounded in all: it is the place where contents are kept for good. Thread-safe,
/// also between processes.
/// </summary>
public sealed class FolderContentStore : IContentStore
{
    private readonly ContentFolder _folder;
    private readonly SingleFlight<string> _checks = new();

    /// <summary>Opens a store; nothing is read or made yet.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public FolderContentStore(FolderContentStoreOptions options)
    {
        options.Validate();
        _folder = new ContentFolder(options.Folder, options.MaxObjectBytes);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetAsync(string sha256, CancellationToken cancellationToken)
    {
        ContentHash.Require(sha256);
        return await _checks.RunAsync(sha256, () => Task.FromResult(Find(sha256)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ContainsAsync(string sha256, CancellationToken cancellationToken)
    {
        ContentHash.Require(sha256);
        return ValueTask.FromResult(_folder.Contains(sha256));
    }

    /// <inheritdoc/>
    public async ValueTask<string> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            using var staged = await _folder.StageAsync(content, "the content", cancellationToken).ConfigureAwait(false);
            _folder.Publish(staged);
            return staged.Sha256;
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(e);
        }
    }

    private string Find(string sha256)
    {
        string? damaged = null;
        try
        {
            if (_folder.Find(sha256, out damaged) is { } path)
            {
                return path;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another process deleted it after it was seen.
        }
        catch (UnauthorizedAccessException e)
        {
            ExceptionDispatchInfo.Throw(Unusable(e));
        }

        throw damaged is null ? new ContentNotFoundException(sha256, _folder.Name) : new ContentDamagedException(sha256, _folder.Name, damaged);
    }

    private IOException Unusable(UnauthorizedAccessException error) =>
        new($"the store {_folder.Name} cannot be used; check its permissions ({error.Message})", error);
}
