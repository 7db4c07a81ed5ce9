using Orleans.TestingHost;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Calls;

/// <summary>A cluster of one silo in this process with a client of it.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(1).Build();

    public IClusterClient Client => _cluster.Client;

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
