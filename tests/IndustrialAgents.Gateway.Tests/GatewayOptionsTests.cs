namespace IndustrialAgents.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    private const string Key = "0123456789abcdef";

    public static TheoryData<GatewayOptions, string> Wrong => new()
    {
        { new GatewayOptions { Host = "0.0.0.0" }, nameof(GatewayOptions.ApiKey) },
        { new GatewayOptions { Host = "::" }, nameof(GatewayOptions.ApiKey) },
        { new GatewayOptions { Host = "192.168.1.5" }, nameof(GatewayOptions.ApiKey) },
        { new GatewayOptions { Host = "0.0.0.0", ApiKey = "short" }, nameof(GatewayOptions.ApiKey) },
        { new GatewayOptions { ApiKey = "0123456789 abcdef" }, nameof(GatewayOptions.ApiKey) },
        { new GatewayOptions { Host = "plant.example" }, nameof(GatewayOptions.Host) },
        { new GatewayOptions { Port = -1 }, nameof(GatewayOptions.Port) },
        { new GatewayOptions { Port = 65536 }, nameof(GatewayOptions.Port) },
        { new GatewayOptions { MaxBodyBytes = 0 }, nameof(GatewayOptions.MaxBodyBytes) },
        { new GatewayOptions { MaxBodyBytes = long.MaxValue }, nameof(GatewayOptions.MaxBodyBytes) },
        { new GatewayOptions { MaxHeaderBytes = 1 }, nameof(GatewayOptions.MaxHeaderBytes) },
        { new GatewayOptions { MaxConcurrentRequests = 0 }, nameof(GatewayOptions.MaxConcurrentRequests) },
        { new GatewayOptions { MaxQueuedRequests = -1 }, nameof(GatewayOptions.MaxQueuedRequests) },
        { new GatewayOptions { RequestTimeout = TimeSpan.Zero }, nameof(GatewayOptions.RequestTimeout) },
        { new GatewayOptions { DrainTimeout = TimeSpan.FromSeconds(-1) }, nameof(GatewayOptions.DrainTimeout) },
        { new GatewayOptions { DrainDelay = TimeSpan.FromDays(2) }, nameof(GatewayOptions.DrainDelay) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongOption_NamesIt(GatewayOptions options, string field)
    {
        var e = Assert.Throws<InvalidGatewayOptionsException>(() => { options.Validate(); });
        Assert.Equal(field, e.Field);
        Assert.StartsWith(field, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.5.5.5", null, "127.5.5.5")]
    [InlineData("localhost", null, "127.0.0.1")]
    [InlineData("::1", null, "::1")]
    [InlineData("0.0.0.0", Key, "0.0.0.0")]
    public void Validate_LoopbackOrKey_Passes(string host, string? key, string expected) =>
        Assert.Equal(expected, new GatewayOptions { Host = host, ApiKey = key }.Validate().Address.ToString());
}
