using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;
using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Hosting;

/// <summary>
/// A whole node in one process: experts from watched folders, models in a pool, a router, and SQLite for what must survive. Thread-safe. Dispose
/// it to stop: requests in flight finish, within the drain time.
/// </summary>
public sealed class EmbeddedNode : IAsyncDisposable
{
    private readonly NodeLock _lock;
    private readonly LocalExpertDirectory _directory;
    private readonly SqliteDecisionStore _decisions;
    private readonly Router _router;
    private bool _disposed;

    private EmbeddedNode(NodeLock @lock, ModelPool models, LocalExpertDirectory directory, SqliteDecisionStore decisions, Router router) =>
        (_lock, Models, _directory, _decisions, _router) = (@lock, models, directory, decisions, router);

    /// <summary>Answers requests.</summary>
    public IRouter Router => _router;

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
    /// <exception cref="IOException">The database cannot be opened.</exception>
    public static async Task<EmbeddedNode> StartAsync(NodeOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        var started = new Stack<object>();
        try
        {
            var folder = Path.GetFullPath(options.DataFolder);
            var @lock = Started(NodeLock.Take(folder));
            var decisions = Started(SqliteDecisionStore.Open(
                new SqliteDecisionStoreOptions { Path = Path.Combine(folder, "decisions.db"), MaxDecisions = options.MaxDecisions },
                time,
                loggers.CreateLogger<SqliteDecisionStore>()));
            var models = Started(new ModelPool(options.Models, loggers.CreateLogger<ModelPool>()));
            var directory = Started(new LocalExpertDirectory(
                new ExpertLoader(Catalog(options.Modules), new PooledModels(models, time)),
                new LocalExpertDirectoryOptions
                {
                    Folders = [.. options.ExpertFolders.Select(Path.GetFullPath)],
                    DrainTime = options.DrainTime,
                    StateFile = Path.Combine(folder, "disabled-experts.json"),
                },
                time,
                loggers.CreateLogger<LocalExpertDirectory>()));
            var router = Started(new Router(directory, decisions, options.Router, time, loggers.CreateLogger<Router>()));
            directory.Start();
            await router.RestoreAsync(cancellationToken).ConfigureAwait(false);
            return new EmbeddedNode(@lock, models, directory, decisions, router);
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await DisposeAllAsync(new Stack<object>([_lock, Models, _decisions, _router, _directory])).ConfigureAwait(false);
    }

    private static ExpertCatalog Catalog(IEnumerable<IExpertModule> modules)
    {
        var catalog = new ExpertCatalog();
        foreach (var module in modules.Prepend(new CoreModule()))
        {
            module.Register(catalog);
        }

        return catalog;
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
