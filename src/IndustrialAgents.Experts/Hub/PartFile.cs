namespace IndustrialAgents.Experts;

/// <summary>
/// Brings a file to its place through a part file beside it, named by the file's hash: whoever holds the part open, exclusively, is the one that
/// brings it. Only the hash of the whole says that it is right, whatever the part held before.
/// </summary>
internal sealed class PartFile(HubFile file, string path, long keepFree, TimeProvider time)
{
    // A part that another one took away between two looks is no error; one that can never be opened is.
    private const int MaxGone = 10;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private string Part => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{file.Hash?.Hex[..16] ?? "unknown"}.part");

    /// <summary>Brings the file.</summary>
    /// <param name="fill">Appends to the part until it is whole, starting at the part's end; may begin anew by cutting it.</param>
    /// <param name="cancellationToken">Ends the work; the part stays.</param>
    /// <exception cref="ModelHubException">What came does not have the file's hash.</exception>
    public async Task BringAsync(Func<FileStream, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (await IsHereAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        bool broughtByAnother;
        var part = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (part.ConfigureAwait(false))
        {
            broughtByAnother = await IsHereAsync(cancellationToken).ConfigureAwait(false);
            if (!broughtByAnother)
            {
                await FillAsync(part, fill, cancellationToken).ConfigureAwait(false);
                await part.FlushAsync(cancellationToken).ConfigureAwait(false);
                part.Flush(flushToDisk: true);
            }
        }

        if (broughtByAnother)
        {
            File.Delete(Part);
        }
        else
        {
            await PlaceAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(FileStream part, Func<FileStream, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        if (part.Length > file.Size || file.Hash is null)
        {
            part.SetLength(0);
        }

        var resumed = part.Length > 0;
        RequireRoom(file.Size - part.Length);
        await fill(part, cancellationToken).ConfigureAwait(false);
        if (await HashOfAsync(part, cancellationToken).ConfigureAwait(false) is { } wrong)
        {
            part.SetLength(0);
            if (!resumed)
            {
                throw Damaged(wrong);
            }

            // What lay here before was not a part of this file, or was damaged; from the beginning, there is no such excuse.
            await fill(part, cancellationToken).ConfigureAwait(false);
            if (await HashOfAsync(part, cancellationToken).ConfigureAwait(false) is { } again)
            {
                part.SetLength(0);
                throw Damaged(again);
            }
        }
    }

    // The hash where it is wrong, null where it is right or not known.
    private async Task<string?> HashOfAsync(FileStream part, CancellationToken cancellationToken)
    {
        part.Position = 0;
        var hash = file.Hash is null ? null : await file.Hash.ComputeAsync(part, cancellationToken).ConfigureAwait(false);
        return hash == file.Hash?.Hex ? null : hash;
    }

    private ModelHubException Damaged(string hash) =>
        new($"{file.Path} was to be {file.Hash} and came with {hash}; it was deleted. Try again, or another endpoint: this one gives out another file");

    private async Task<bool> IsHereAsync(CancellationToken cancellationToken) =>
        file.Hash is not null && await file.Hash.MatchesAsync(path, cancellationToken).ConfigureAwait(false);

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        for (var gone = 0; ;)
        {
            try
            {
                return new FileStream(Part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (File.Exists(Part) || ++gone < MaxGone))
            {
                // Another one brings it, or brought it to its place just now.
                await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            File.Move(Part, path, overwrite: true);
        }
        catch (IOException) when (file.Hash is not null)
        {
            // One that waited has taken the whole part in hand, and places it itself.
            for (var i = 0; !await IsHereAsync(cancellationToken).ConfigureAwait(false); i++)
            {
                if (i == 50)
                {
                    throw;
                }

                await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void RequireRoom(long bytes)
    {
        long free;
        try
        {
            free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A network path, say, that does not tell its room: the write itself will.
            return;
        }

        if (free < bytes || free - bytes < keepFree)
        {
            throw new ModelHubException(
                $"{file.Path} needs {bytes:N0} bytes more and {path} has {free:N0} left, of which {keepFree:N0} are to stay free; make room, or name another folder");
        }
    }
}
