using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

public sealed partial class HttpContentStore
{
    [LoggerMessage(1, LogLevel.Warning, "The cached content {Sha256} has the SHA-256 {Actual}; it was deleted and is fetched anew")]
    private partial void LogCacheDamaged(string sha256, string actual);

    [LoggerMessage(2, LogLevel.Information, "Content {Sha256} of {Length} bytes was fetched from {Address}")]
    private partial void LogFetched(string sha256, long length, Uri address);
}
