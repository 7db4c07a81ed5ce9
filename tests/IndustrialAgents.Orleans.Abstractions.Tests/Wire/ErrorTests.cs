using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

public sealed class ErrorTests
{
    public static TheoryData<string> Errors { get; } = [.. Samples.All.Where(sample => sample.Value is Exception).Select(sample => sample.Key)];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Response_WithError_ThrowsItAsItWas(string name)
    {
        var error = (Exception)Samples.All[name];
        var serializer = Services.GetRequiredService<Serializer>();

        var response = serializer.Deserialize<Response>(serializer.SerializeToArray(Response.FromException(error)));

        Assert.Equal(Text(error), Text(response.Exception));
        Assert.Equal(ClusterErrors.IsRetriable(error), ClusterErrors.IsRetriable(response.Exception!));
    }

    [Fact]
    public void RoundTrip_OfACause_KeepsItAsText()
    {
        var read = RoundTrip((IndustrialAgentsException)Samples.All["error"]);

        Assert.Equal("IOException: disk full <- InvalidOperationException: no room", read.InnerException!.Message);
    }

    [Fact]
    public void RoundTrip_OfAThrownError_KeepsWhereItWasThrown()
    {
        var thrown = Assert.Throws<InvalidRequestException>(() => AssetPath.Parse("a//b"));

        var read = RoundTrip(thrown);

        Assert.Contains("AssetPath.Parse", read.StackTrace, StringComparison.Ordinal);
        Assert.Equal("asset", read.Field);
    }

    [Fact]
    public void RoundTrip_OfAnErrorThatIsNotKnownHere_IsItsBase()
    {
        var read = Assert.IsType<IndustrialAgentsException>(Read(Bytes(new HomeMadeException("the press is open"))));

        Assert.Equal("the press is open", read.Message);
    }

    [Fact]
    public void Response_WithAnErrorThatIsNotKnownHere_ThrowsItsBase()
    {
        var serializer = Services.GetRequiredService<Serializer>();

        var response = serializer.Deserialize<Response>(serializer.SerializeToArray(Response.FromException(new HomeMadeException("the press is open"))));

        Assert.IsType<IndustrialAgentsException>(response.Exception);
    }

    [Fact]
    public void RoundTrip_OfAnErrorWithManyCauses_IsBounded()
    {
        Exception cause = new InvalidOperationException(new string('x', 30_000));
        for (var i = 0; i < 1000; i++)
        {
            cause = new InvalidOperationException(new string('y', 3000), cause);
        }

        Assert.InRange(Bytes(new ExpertFailedException(new ExpertId("a", "1"), "failed", cause)).Length, 1000, 20_000);
    }

    private sealed class HomeMadeException(string message) : IndustrialAgentsException(message);
}
