using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Catalogs;
using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Placement;
using IndustrialAgents.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>A cluster of silos in this process with an external client, and what tests see of it.</summary>
internal sealed class AgentCluster : IAsyncDisposable
{
    // Tests run on machines that are busy with others.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(2);

    private readonly SharedStorage _storage = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ia-cluster-").FullName;

    private AgentCluster(int silos, Action<string, ClusterOptions>? configure, Action<ISiloBuilder>? services)
    {
        Content = new FolderContentStore(new FolderContentStoreOptions { Folder = ContentFolder });
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((silo, siloBuilder) =>
        {
            siloBuilder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            _storage.AddTo(siloBuilder.Services, ClusterStorage.Grains);
            _storage.AddTo(siloBuilder.Services, ClusterStorage.Subscriptions);
            siloBuilder.Services.AddSingleton<IExpertModule>(new TestModule(silo.SiloName, Probe));
            siloBuilder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
            siloBuilder.AddIndustrialAgents(options =>
            {
                options.ContentStore = ContentFolder;
                options.CacheFolder = Path.Combine(_folder, silo.SiloName);
                options.ModelBudgetBytes = 1000;
                options.ReportInterval = TimeSpan.FromMilliseconds(100);
                options.LostAfter = TimeSpan.FromSeconds(30);
                options.CatalogInterval = TimeSpan.FromMilliseconds(100);
                options.StatisticsInterval = TimeSpan.FromMilliseconds(50);
                options.UnlearnedAfter = TimeSpan.FromSeconds(2);
                options.DrainTime = TimeSpan.FromMinutes(1);
                options.Router = new RouterOptions { Routes = new Dictionary<string, RouteOptions> { ["default"] = new() { Deadline = ResponseTimeout } } };
                configure?.Invoke(silo.SiloName, options);
            });
            services?.Invoke(siloBuilder);
        });
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams(ClusterStreams.Provider);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        });
        Cluster = builder.Build();
    }

    public Probe Probe { get; } = new();

    public InProcessTestCluster Cluster { get; }

    public IContentStore Content { get; }

    public string ContentFolder => Path.Combine(_folder, "content");

    public IGrainFactory Client => Cluster.Client;

    public ICatalogGrain Catalog => Client.Catalog();

    /// <summary>The silos that run.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => [.. Cluster.Silos.Where(silo => silo.IsActive)];

    /// <summary>Starts a cluster whose silos know each other.</summary>
    public static async Task<AgentCluster> StartAsync(int silos, Action<string, ClusterOptions>? configure = null, Action<ISiloBuilder>? services = null)
    {
        var cluster = new AgentCluster(silos, configure, services);
        await cluster.Cluster.DeployAsync();
        await cluster.AcquaintedAsync();
        return cluster;
    }

    /// <summary>A service of a silo.</summary>
    public static T Of<T>(InProcessSiloHandle silo)
        where T : notnull => silo.ServiceProvider.GetRequiredService<T>();

    /// <summary>Returns once every running silo has heard of all others.</summary>
    public Task AcquaintedAsync() => Until.HoldsAsync(
        () => Silos.All(silo => Of<SiloTable>(silo).Known.Count == Silos.Count - 1), "all silos know each other");

    /// <summary>Adds experts to the catalogue; returns once every silo knows them.</summary>
    public async Task AddAsync(params Manifest[] manifests)
    {
        foreach (var manifest in manifests)
        {
            await Catalog.AddAsync(manifest);
        }

        await KnownEverywhereAsync();
    }

    /// <summary>Returns once every silo knows the current catalogue.</summary>
    public async Task KnownEverywhereAsync()
    {
        var version = (await Catalog.GetAsync())!.Version;
        await Until.HoldsAsync(() => Silos.All(silo => Of<ClusterCatalog>(silo).Version >= version), $"all silos know version {version} of the catalogue");
    }

    /// <summary>Returns once all silos know of what is active and in flight elsewhere now.</summary>
    public Task ReportedAsync() => Until.HoldsAsync(
        () => Silos.All(silo => Silos.All(other => other == silo || Known(silo, other) is { } report && Same(report, Of<ExpertHost>(other).Report()))),
        "all silos know how the others are");

    /// <summary>Names of the silos on which an expert is active.</summary>
    public string[] ActiveOn(string expert) => [.. Silos.Where(silo => Of<ExpertHost>(silo).Report().Active.Contains(expert)).Select(silo => silo.Name)];

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SiloReport? Known(InProcessSiloHandle silo, InProcessSiloHandle other) =>
        Of<SiloTable>(silo).Known.FirstOrDefault(view => view.Address.Equals(other.SiloAddress))?.Report;

    private static bool Same(SiloReport left, SiloReport right) =>
        left.InFlight == right.InFlight && left.Memory == right.Memory && left.Gpu == right.Gpu && left.Active.Order().SequenceEqual(right.Active.Order());
}
