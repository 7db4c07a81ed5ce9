namespace IndustrialAgents.Experts;

/// <summary>Where an <see cref="HttpContentStore"/> finds its server and keeps its cache.</summary>
public sealed record HttpContentStoreOptions
{
    /// <summary>Address under which contents lie, <c>http</c> or <c>https</c>: that of a content is <c>{Address}/{sha256}</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Folder of the local cache, of this process alone; made where it is missing.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The most bytes of one content.</summary>
    public long MaxObjectBytes { get; init; } = 16L << 30;

    /// <summary>
    /// The most bytes of the cache. Beyond it, the files not asked for longest go; those asked for within <see cref="KeepTime"/> stay even if
    /// that passes the limit.
    /// </summary>
    public long MaxCacheBytes { get; init; } = 64L << 30;

    /// <summary>Time for which a file that was asked for counts as in use.</summary>
    public TimeSpan KeepTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time without a byte after which a transfer is given up.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong; the message names it.</exception>
    public void Validate()
    {
        Require(
            Address is { IsAbsoluteUri: true } && Address.Scheme is "http" or "https" && Address.Query.Length == 0 && Address.UserInfo.Length == 0,
            "address",
            $"'{Address}' is not the address of a store; write http://host/path or https://host/path, without user, password and query");
        Require(!string.IsNullOrWhiteSpace(CacheFolder), "cacheFolder", "is empty; name a folder");
        Require(MaxObjectBytes > 0, "maxObjectBytes", $"{MaxObjectBytes}; it must be positive");
        Require(MaxCacheBytes >= MaxObjectBytes, "maxCacheBytes", $"{MaxCacheBytes}; it must hold one content of maxObjectBytes, {MaxObjectBytes}");
        Require(KeepTime >= TimeSpan.Zero, "keepTime", $"{KeepTime}; it must not be negative");
        Require(StallTime > TimeSpan.Zero, "stallTime", $"{StallTime}; it must be positive");
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException($"contentStore.{field}", message);
        }
    }
}
