using IndustrialAgents.Experts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans;

/// <summary>Opens what options name.</summary>
internal static class Stores
{
    /// <summary>The content store: at an address, or in a folder.</summary>
    public static IContentStore OpenContent(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        return Uri.TryCreate(options.ContentStore, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new HttpContentStore(
                new HttpClient { Timeout = Timeout.InfiniteTimeSpan },
                new HttpContentStoreOptions { Address = address, CacheFolder = Path.Combine(options.CacheFolder, "content") },
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<HttpContentStore>>())
            : new FolderContentStore(new FolderContentStoreOptions { Folder = options.ContentStore });
    }

    /// <summary>The modules that the host registered, and those of the module folder.</summary>
    public static ExpertCatalog OpenModules(IServiceProvider services)
    {
        var catalog = ExpertCatalog.Of(services.GetServices<IExpertModule>());
        if (services.GetRequiredService<IOptions<ClusterOptions>>().Value.ModuleFolder is { } folder)
        {
            ModuleFolder.Load(Path.GetFullPath(folder), catalog, services.GetRequiredService<ILogger<ExpertCatalog>>());
        }

        return catalog;
    }
}
