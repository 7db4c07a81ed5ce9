using Orleans.Runtime.Messaging;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Clients;

public sealed class ClusterClientTests
{
    [Fact]
    public void Grains_OfTheCluster_HaveTheirKeys()
    {
        var (grains, fake) = FakeGrains.Create();

        grains.Router();
        grains.Router("careful");
        grains.Catalog();
        grains.Asset(AssetPath.Parse("acme/lyon"));
        grains.Expert(new ExpertId("valve", "1"));
        grains.Decisions();

        Assert.Equal(
            [
                (typeof(IRouterGrain), "default"),
                (typeof(IRouterGrain), "careful"),
                (typeof(ICatalogGrain), "default"),
                (typeof(IAssetGrain), "acme/lyon"),
                (typeof(IExpertGrain), "valve@1"),
                (typeof(IDecisionsGrain), "default"),
            ],
            fake.Asked);
    }

    [Fact]
    public void Grains_OfNothing_AreRefused()
    {
        var (grains, _) = FakeGrains.Create();

        Assert.Throws<ArgumentException>(() => grains.Router(""));
        Assert.Throws<ArgumentException>(() => grains.Asset(default));
        Assert.Throws<ArgumentException>(() => grains.Expert(default));
    }

    [Fact]
    public void IsRetriable_TellsWhatMaySucceedLater()
    {
        Exception[] retriable =
        [
            new OverloadedException("motor", 4), new UnavailableException("no GPU"), new IOException(), new TimeoutException(), new SiloUnavailableException(), new ConnectionFailedException(),
            new GatewayTooBusyException(),
        ];
        Exception[] final =
        [
            new InvalidRequestException("task", "no"), new DeadlineExceededException("late"), new ExpertNotFoundException("a"), new OperationCanceledException(),
            new MalformedMessageException("Tensor", "no"),
        ];

        Assert.All(retriable, error => Assert.True(error.IsRetriable()));
        Assert.All(final, error => Assert.False(error.IsRetriable()));
    }
}
