using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway;

/// <summary>A logger factory of somebody else's, which a gateway uses but does not dispose; the server's own chatter is left out.</summary>
/// <param name="loggers">The factory.</param>
internal sealed class BorrowedLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal)
        ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
        : loggers.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The factory belongs to who gave it.
    }
}
