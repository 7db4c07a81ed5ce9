using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Hosting;

/// <summary>
/// A whole node in one process: experts from watched folders, models in a pool, a router, and SQLite for what must survive. Thread-safe. Dispose
/// it to stop: requests in flight finish, within the drain time.
/// </summary>
public sealed partial class EmbeddedNode : IAsyncDisposable
{
    private readonly NodeLock _lock;
    private readonly LocalExpertDirectory _directory;
    private readonly SqliteDecisionStore _decisions;
    private readonly Router _router;
    private readonly DrainingRouter _entrance;
    private readonly TimeSpan _drainTime;
    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedNode> _logger;
    private int _disposed;

    private EmbeddedNode(
        NodeLock @lock,
        ModelPool models,
        LocalExpertDirectory directory,
        SqliteDecisionStore decisions,
        Router router,
        TimeSpan drainTime,
        TimeProvider time,
        ILogger<EmbeddedNode> logger)
    {
        (_lock, Models, _directory, _decisions, _router) = (@lock, models, directory, decisions, router);
        (_entrance, _drainTime, _time, _logger) = (new DrainingRouter(router), drainTime, time, logger);
    }

    /// <summary>Answers requests. Once the node is being disposed it refuses them with <see cref="NodeStoppingException"/>.</summary>
    public IRouter Router => _entrance;

    /// <summary>Assemblies in the modules folder that could not be used.</summary>
    public IReadOnlyList<ModuleProblem> ModuleProblems { get; private init; } = [];

    /// <summary>The experts, with the folders that cannot be used.</summary>
    public LocalExpertDirectory Directory => _directory;

    /// <summary>The stored decisions.</summary>
    public IDecisionStore Decisions => _decisions;

    /// <summary>The models.</summary>
    public ModelPool Models { get; }

    /// <summary>Starts a node: takes its folder, opens its database, reads its experts, and learns again what feedback had taught it.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="loggers">Makes its loggers; not disposed with it.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="InvalidNodeOptionsException">An option is wrong, or another node uses the folder.</exception>
    /// <exception cref="ArgumentException">Two of the modules bring a step of one name.</exception>
    /// <exception cref="IOException">The database cannot be opened.</exception>
    public static async Task<EmbeddedNode> StartAsync(NodeOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        var logger = loggers.CreateLogger<EmbeddedNode>();
        var started = new Stack<object>();
        try
        {
            var folder = Path.GetFullPath(options.DataFolder);
            var @lock = Started(NodeLock.Take(folder));
            var decisions = Started(SqliteDecisionStore.Open(
                new SqliteDecisionStoreOptions { Path = Path.Combine(folder, "decisions.db"), MaxDecisions = options.MaxDecisions },
                time,
                loggers.CreateLogger<SqliteDecisionStore>()));
            var catalog = ExpertCatalog.Of(options.Modules);
            var moduleProblems = options.ModuleFolder is { } modules ? ModuleFolder.Load(Path.GetFullPath(modules), catalog, logger) : [];
            var models = Started(new ModelPool(options.Models, loggers.CreateLogger<ModelPool>()));
            var directory = Started(new LocalExpertDirectory(
                new ExpertLoader(catalog, new PooledModels(models, time)),
                new LocalExpertDirectoryOptions
                {
                    Folders = [.. options.ExpertFolders.Select(Path.GetFullPath)],
                    // The router has drained by then; what is left are callers of models.
                    DrainTime = options.DrainTime,
                    StateFile = Path.Combine(folder, "disabled-experts.json"),
                },
                time,
                loggers.CreateLogger<LocalExpertDirectory>()));
            var router = Started(new Router(directory, decisions, options.Router, time, loggers.CreateLogger<Router>()));
            directory.Start();
            await router.RestoreAsync(cancellationToken).ConfigureAwait(false);
            LogStarted(logger, folder, directory.Experts.Count);
            return new EmbeddedNode(@lock, models, directory, decisions, router, options.DrainTime, time, logger) { ModuleProblems = moduleProblems };
        }
        catch
        {
            await DisposeAllAsync(started).ConfigureAwait(false);
            throw;
        }

        T Started<T>(T part)
            where T : class
        {
            started.Push(part);
            return part;
        }
    }

    /// <summary>Refuses new requests, waits at most the drain time for those in flight, and closes everything. Further calls do nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await _entrance.StopAsync().WaitAsync(_drainTime, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogCutOff(_logger, _drainTime);
        }

        await DisposeAllAsync(new Stack<object>([_lock, Models, _decisions, _router, _directory])).ConfigureAwait(false);
    }

    // The last one started stops first: it uses the others.
    private static async ValueTask DisposeAllAsync(Stack<object> parts)
    {
        while (parts.TryPop(out var part))
        {
            if (part is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                ((IDisposable)part).Dispose();
            }
        }
    }
}
