using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// The experts of one node: those of folders, which are watched, and those that were added in code. A folder with a manifest that appears is
/// live without a restart; one that changes is replaced while requests in flight end on the old expert; one that is broken is listed among
/// <see cref="Problems"/>, and what answered before it broke goes on answering. Thread-safe.
/// </summary>
public sealed partial class LocalExpertDirectory : IExpertDirectory, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _scanning = new();
    private readonly SortedDictionary<string, ExpertFolder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<ExpertId, HostedExpert> _experts = [];
    private readonly Dictionary<HostedExpert, ITimer> _resting = [];
    private readonly List<Task> _leaving = [];
    private readonly ExpertLoader _loader;
    private readonly LocalExpertDirectoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DisabledExperts _disabled;
    private volatile ExpertSnapshot _snapshot = new([]);
    private FolderWatch? _watch;
    private bool _disposed;

    /// <summary>Makes a directory that is empty until <see cref="Refresh"/> or <see cref="Start"/>.</summary>
    public LocalExpertDirectory(
        ExpertLoader loader, LocalExpertDirectoryOptions options, TimeProvider time, ILogger<LocalExpertDirectory> logger)
    {
        (_loader, _options, _time, _logger) = (loader, options, time, logger);
        _disabled = new DisabledExperts(options.StateFile);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ExpertEntry> Experts => _snapshot.Entries;

    /// <summary>Folders that cannot be used as they are now, in order of their paths.</summary>
    public IReadOnlyList<ExpertProblem> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _folders.Values.Select(folder => folder.Problem).OfType<ExpertProblem>()];
            }
        }
    }

    /// <inheritdoc/>
    public ExpertEntry? Find(string nameOrId) => _snapshot.Find(nameOrId);

    /// <summary>Reads the folders, and from here on after every change.</summary>
    public void Start()
    {
        Refresh();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _watch ??= new FolderWatch(_options.Folders, _options.PollInterval, _options.SettleTime, _time, Refresh, _logger);
        }

        // What changed between the look and the watch.
        Refresh();
    }

    /// <summary>Adds an expert made in code; the directory disposes it where it is <see cref="IDisposable"/>.</summary>
    /// <exception cref="ArgumentException">An expert of that name and version is here already.</exception>
    public void Add(IExpert expert)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var hosted = Host(expert);
            if (!_experts.TryAdd(expert.Manifest.Id, hosted))
            {
                throw new ArgumentException($"expert {expert.Manifest.Id} is here already", nameof(expert));
            }

            Publish();
            hosted.Start(_logger);
        }
    }

    /// <summary>Takes out an expert until its folder changes or it is added again; false where there is none.</summary>
    public bool Remove(ExpertId id)
    {
        lock (_gate)
        {
            if (!_experts.TryGetValue(id, out var expert))
            {
                return false;
            }

            Retire(expert, null);
            foreach (var folder in _folders.Values.Where(folder => folder.Expert == expert))
            {
                folder.Expert = null;
            }

            Publish();
            return true;
        }
    }

    /// <summary>Switches an expert off: it stays listed, and the router does not ask it.</summary>
    /// <exception cref="ExpertNotFoundException">No such expert is here.</exception>
    public void Disable(string nameOrId) => Set(nameOrId, disabled: true);

    /// <summary>Switches an expert on again.</summary>
    /// <exception cref="ExpertNotFoundException">No such expert is here.</exception>
    public void Enable(string nameOrId) => Set(nameOrId, disabled: false);

    /// <summary>Stops watching, takes out all experts and waits, at most the drain time, for requests in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        FolderWatch? watch;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            (_disposed, watch) = (true, _watch);
        }

        if (watch is not null)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }

        Task[] leaving;
        lock (_gate)
        {
            foreach (var expert in _experts.Values.ToList())
            {
                Retire(expert, null);
            }

            Publish();
            leaving = [.. _leaving];
        }

        try
        {
            await Task.WhenAll(leaving).WaitAsync(_options.DrainTime, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogNotDrained(leaving.Count(task => !task.IsCompleted), _options.DrainTime);
        }
    }

    private void Set(string nameOrId, bool disabled)
    {
        lock (_gate)
        {
            var entry = Find(nameOrId) ?? throw new ExpertNotFoundException(nameOrId);
            if (_disabled.Set(entry.Id, disabled) is { } lost)
            {
                LogStateLost(_options.StateFile!, lost);
            }

            Publish();
        }
    }

    private HostedExpert Host(IExpert expert) => new(expert, _options.FailuresBeforePause, OnHealthChanged);

    private void Retire(HostedExpert expert, HostedExpert? successor)
    {
        _experts.Remove(expert.Manifest.Id);
        if (_resting.Remove(expert, out var timer))
        {
            timer.Dispose();
        }

        expert.Retire(successor);
        _leaving.RemoveAll(task => task.IsCompleted);
        _leaving.Add(expert.Drained);
    }

    private void OnHealthChanged(HostedExpert expert)
    {
        lock (_gate)
        {
            if (_experts.GetValueOrDefault(expert.Manifest.Id) != expert)
            {
                return;
            }

            if (_resting.Remove(expert, out var timer))
            {
                timer.Dispose();
            }

            if (expert.IsFailing)
            {
                LogFailing(expert.Manifest.Id, expert.Failures, _options.PauseAfterFailures);
                _resting[expert] = _time.CreateTimer(_ => expert.TryAgain(), null, _options.PauseAfterFailures, Timeout.InfiniteTimeSpan);
            }
            else
            {
                LogRecovered(expert.Manifest.Id);
            }

            Publish();
        }
    }

    private void Publish() => _snapshot = new ExpertSnapshot(_experts.Values.Select(expert => new ExpertEntry(
        expert,
        _disabled.Contains(expert.Manifest.Id) ? ExpertHealth.Disabled : expert.IsFailing ? ExpertHealth.Failing : ExpertHealth.Ready)));
}
