using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Assets;
using IndustrialAgents.Orleans.Catalogs;
using IndustrialAgents.Orleans.Decisions;
using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Placement;
using IndustrialAgents.Orleans.Routing;
using IndustrialAgents.Orleans.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace IndustrialAgents.Orleans;

/// <summary>Makes an Orleans silo one of IndustrialAgents.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>
    /// Adds experts, router, catalogue, assets and decisions. The host adds membership; the grain storages <see cref="ClusterStorage.Grains"/> and
    /// <see cref="ClusterStorage.Subscriptions"/>; an <see cref="IExpertModule"/> for each modality; an <see cref="IDecisionStore"/> that every silo
    /// may write to, or one of key <see cref="ClusterStorage.SingleWriter"/>, or none to keep decisions in memory; an <see cref="IndustrialAgents.Assets.IRowLog"/>,
    /// or none to keep rows in memory; and an <see cref="IStreamingDetectorSource"/> where assets use fitted detectors. Afterwards the container
    /// has <see cref="IRouter"/>, <see cref="IExpertDirectory"/> and <see cref="IDecisionStore"/> as a gateway needs them.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets the options; they are checked when the silo starts.</param>
    public static ISiloBuilder AddIndustrialAgents(this ISiloBuilder builder, Action<ClusterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var described = new ClusterOptions();
        configure(described);
        builder.UseSiloMetadata(SiloCapacity.Of(described).ToMetadata(described.Zone));
        builder.AddMemoryStreams(ClusterStreams.Provider);
        builder.AddGrainDirectory(NoDirectory.Name, (_, _) => new NoDirectory());
        builder.AddPlacementDirector<EverySiloPlacement, EverySiloDirector>();
        builder.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        services.AddOptions<ClusterOptions>().Configure(configure).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<ClusterMetrics>();
        AddExperts(services);
        AddRouting(services);
        AddAssets(services);
        services.AddSingleton<SiloService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloService>());
        return builder;
    }

    private static void AddExperts(IServiceCollection services)
    {
        services.TryAddSingleton(Stores.OpenContent);
        services.AddSingleton(Stores.OpenModules);
        services.AddSingleton(provider => new ExpertMaterializer(
            provider.GetRequiredService<IContentStore>(),
            new ExpertMaterializerOptions { Folder = Path.Combine(provider.GetRequiredService<IOptions<ClusterOptions>>().Value.CacheFolder, "experts") },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ExpertMaterializer>>()));
        services.AddSingleton<SiloModels>();
        services.AddSingleton<IExpertSource, ExpertSource>();
        services.AddSingleton<ExpertHost>();
        services.AddSingleton<SiloTable>();
        services.AddSingleton<SiloReporter>();
        services.AddSingleton<ExpertPlacer>();
        services.AddSingleton<LocalExperts>();
        services.AddSingleton<ExpertDispatcher>();
        services.AddSingleton<CatalogFiles>();
        services.AddSingleton<ClusterCatalog>();
        services.AddSingleton<IExpertDirectory, ClusterExpertDirectory>();

        // An expert may ask others, and is made by what asks it.
        services.AddSingleton(provider => new Lazy<IExpertDirectory>(provider.GetRequiredService<IExpertDirectory>));
    }

    private static void AddRouting(IServiceCollection services)
    {
        services.TryAddSingleton<IDecisionStore, GrainDecisionStore>();
        services.AddSingleton<DecisionStores>();
        services.AddSingleton<RouterGate>();
        services.AddSingleton<StatisticsSync>();
        services.AddSingleton<ClusterEvents>();
        services.AddSingleton<SiloRouter>();
        services.AddSingleton<IRouter>(provider => provider.GetRequiredService<SiloRouter>());
    }

    private static void AddAssets(IServiceCollection services)
    {
        services.TryAddSingleton<IndustrialAgents.Assets.IRowLog, IndustrialAgents.Assets.InMemoryRowLog>();
        services.AddSingleton<SharedSettings>();
        services.AddSingleton<AssetDetectors>();
        services.AddSingleton<AssetServices>();
    }
}
