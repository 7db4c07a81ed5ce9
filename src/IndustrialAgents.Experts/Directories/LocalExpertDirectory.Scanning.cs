namespace IndustrialAgents.Experts;

public sealed partial class LocalExpertDirectory
{
    /// <summary>Reads the folders now, and takes in what changed. Folders that did not change are not read again.</summary>
    public void Refresh()
    {
        // One reader at a time; requests and the list of experts do not wait for it.
        lock (_scanning)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var root in _options.Folders)
            {
                found.UnionWith(FindFolders(root));
            }

            foreach (var gone in _folders.Keys.Where(path => !found.Contains(path)).ToList())
            {
                Drop(gone);
            }

            foreach (var path in found.Order(StringComparer.Ordinal))
            {
                Read(path);
            }
        }
    }

    private List<string> FindFolders(string root)
    {
        try
        {
            return [.. ExpertFolder.Find(root)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A share that is away for a moment must not take its experts out.
            LogBroken(root, e.Message);
            lock (_gate)
            {
                return [.. _folders.Keys.Where(path => path.StartsWith(root, StringComparison.Ordinal))];
            }
        }
    }

    private void Drop(string path)
    {
        lock (_gate)
        {
            if (_folders.Remove(path, out var folder) && folder.Expert is { } expert)
            {
                Retire(expert, null);
                LogRemoved(expert.Manifest.Id);
                Publish();
            }
        }
    }

    private void Read(string path)
    {
        ExpertFolder? folder;
        lock (_gate)
        {
            if (!_folders.TryGetValue(path, out folder))
            {
                folder = _folders[path] = new ExpertFolder(path);
            }
        }

        try
        {
            var seen = folder.Look();
            if (seen == folder.Seen)
            {
                return;
            }

            // Set before reading: what changes under the reader is seen at the next look.
            folder.Seen = seen;
            Take(folder, _loader.Load(path, this));
        }
        catch (Exception e)
        {
            // A step's or a code expert's constructor may throw anything; it must not keep others from being read.
            Report(folder, e.Message);
            if ((e.InnerException ?? e) is UnauthorizedAccessException or (IOException and not FileNotFoundException))
            {
                // It may pass without a trace in the files' times.
                folder.Seen = null;
            }
        }
    }

    private void Take(ExpertFolder folder, IExpert expert)
    {
        lock (_gate)
        {
            var id = expert.Manifest.Id;
            if (_disposed || (_experts.TryGetValue(id, out var other) && other != folder.Expert))
            {
                (expert as IDisposable)?.Dispose();
                if (!_disposed)
                {
                    // Read again at every look, because the other one may leave.
                    folder.Seen = null;
                    Report(folder, $"expert {id} is here already, from another folder or added in code; give this one another version or remove one of them");
                }

                return;
            }

            var hosted = Host(expert);
            if (folder.Expert is { } old)
            {
                Retire(old, old.Manifest.Id == id ? hosted : null);
                LogReplaced(old.Manifest.Id, id, folder.Path);
            }
            else
            {
                LogAdded(id, folder.Path);
            }

            _experts[id] = hosted;
            (folder.Expert, folder.Problem) = (hosted, null);
            Publish();
            hosted.Start(_logger);
        }
    }

    private void Report(ExpertFolder folder, string message)
    {
        lock (_gate)
        {
            if (folder.Problem?.Message != message)
            {
                folder.Problem = new ExpertProblem(folder.Path, message, _time.GetUtcNow());
                LogBroken(folder.Path, message);
            }
        }
    }
}
