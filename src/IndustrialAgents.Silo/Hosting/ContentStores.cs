using IndustrialAgents.Experts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantOptions = IndustrialAgents.Orleans.ClusterOptions;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Opens the store of models' files.</summary>
internal static class ContentStores
{
    /// <summary>At an address, or in a folder.</summary>
    public static IContentStore Open(PlantOptions options, IServiceProvider services) =>
        Uri.TryCreate(options.ContentStore, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new HttpContentStore(
                Client(),
                new HttpContentStoreOptions { Address = address, CacheFolder = Path.Combine(options.CacheFolder, "content") },
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<HttpContentStore>>())
            : new FolderContentStore(new FolderContentStoreOptions { Folder = options.ContentStore });

    // Silos and gateways of one plant share the key.
    private static HttpClient Client()
    {
        var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return client;
    }

    private const string KeyVariable = "IA_API_KEY";
}
