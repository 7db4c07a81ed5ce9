using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// Calls back, one call at a time, after something changed in folders: told by the operating system where it can, and at every poll in any case,
/// because network shares and exhausted inotify limits tell nothing. Thread-safe.
/// </summary>
public sealed partial class FolderWatch : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _folders;
    private readonly TimeSpan _pollInterval;
    private readonly TimeSpan _settleTime;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private readonly HashSet<string> _pollingOnly = [];
    private readonly ITimer _poll;
    private readonly ITimer _settle;
    private readonly Task _loop;

    /// <summary>Begins to watch.</summary>
    /// <param name="folders">The folders, with what lies in them. One that does not exist yet is watched for.</param>
    /// <param name="pollInterval">Time between two calls where nothing is told.</param>
    /// <param name="settleTime">Quiet time after a change before the call, so that a copy under way can end.</param>
    /// <param name="time">Measures both.</param>
    /// <param name="changed">What is called; what it throws is logged, and it is called again after the next change or pause.</param>
    /// <param name="logger">Told what cannot be watched, and what failed.</param>
    public FolderWatch(
        IReadOnlyList<string> folders, TimeSpan pollInterval, TimeSpan settleTime, TimeProvider time, Action changed, ILogger logger)
    {
        (_folders, _pollInterval, _settleTime, _changed, _logger) = (folders, pollInterval, settleTime, changed, logger);
        _settle = time.CreateTimer(_ => _signals.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _poll = time.CreateTimer(_ => _signals.Writer.TryWrite(true), null, pollInterval, pollInterval);
        WatchFolders();
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Asks for a call now, after one that is under way.</summary>
    public void Look() => _signals.Writer.TryWrite(true);

    /// <summary>Stops; a call that is under way ends first.</summary>
    public async ValueTask DisposeAsync()
    {
        _signals.Writer.TryComplete();
        await _poll.DisposeAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        foreach (var watcher in _watchers.Values)
        {
            watcher.Dispose();
        }

        await _settle.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                WatchFolders();
                _changed();
            }
            catch (Exception e)
            {
                // Whatever it was, the next look may succeed; a watch that dies silently would be worse.
                LogLookFailed(_logger, e, string.Join(", ", _folders));
            }
        }
    }

    private void WatchFolders()
    {
        foreach (var folder in _folders)
        {
            if (!Directory.Exists(folder))
            {
                if (_watchers.Remove(folder, out var gone))
                {
                    gone.Dispose();
                }
            }
            else if (!_watchers.ContainsKey(folder))
            {
                Watch(folder);
            }
        }
    }

    private void Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => Settle();
            watcher.Created += (_, _) => Settle();
            watcher.Deleted += (_, _) => Settle();
            watcher.Renamed += (_, _) => Settle();

            // Events were lost: look at everything.
            watcher.Error += (_, _) => Settle();
            watcher.EnableRaisingEvents = true;
            _watchers[folder] = watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            if (_pollingOnly.Add(folder))
            {
                LogPollingOnly(_logger, folder, e.Message, _pollInterval);
            }
        }
    }

    private void Settle() => _settle.Change(_settleTime, Timeout.InfiniteTimeSpan);
}
