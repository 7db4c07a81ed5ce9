using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Orleans.Assets;

internal sealed partial class AssetGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Asset}: alarm raised at {Raised}")]
    private partial void LogRaised(AssetPath asset, DateTimeOffset raised);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Asset}: alarm of {Raised} cleared")]
    private partial void LogCleared(AssetPath asset, DateTimeOffset raised);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Asset}: what is behind the alarm could not be asked: {Reason}")]
    private partial void LogNotAsked(AssetPath asset, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Asset}: incidents could not be stored; they are stored with the next change, or judged again from the rows")]
    private partial void LogNotStored(AssetPath asset, Exception e);
}
