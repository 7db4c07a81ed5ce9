using IndustrialAgents.Routing.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Routing.Tests;

public sealed class RouterOptionsTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => Assert.True(new RouterOptionsValidator().Validate(null, new RouterOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OneOptionOutOfRange_NamesIt(string field, RouterOptions options) =>
        Assert.Contains(field, Assert.Single(new RouterOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);

    [Fact]
    public void Router_WrongOptions_Throws() =>
        Assert.Throws<OptionsValidationException>(() => Given.Router(new FakeDirectory(Array.Empty<IExpert>()), new RouteOptions { TopK = 0 }));

    public static TheoryData<string, RouterOptions> Wrong() => new()
    {
        { "DefaultRoute", new RouterOptions { DefaultRoute = "fast" } },
        { "MaxInFlight", new RouterOptions { MaxInFlight = 0 } },
        { "MaxAbandonedCalls", new RouterOptions { MaxAbandonedCalls = 0 } },
        { "LearningRate", new RouterOptions { LearningRate = double.NaN } },
        { "Forgetting", new RouterOptions { Forgetting = 0 } },
        { "PriorLoss", new RouterOptions { PriorLoss = 2 } },
        { "PriorStrength", new RouterOptions { PriorStrength = 0 } },
        { "MaxContexts", new RouterOptions { MaxContexts = 0 } },
        { "Routes['default'].TopK", With(new RouteOptions { TopK = 0 }) },
        { "Routes['default'].Deadline", With(new RouteOptions { Deadline = TimeSpan.Zero }) },
        { "Routes['default'].MaxCost", With(new RouteOptions { MaxCost = -1 }) },
        { "Routes['default'].AbstainBelow", With(new RouteOptions { AbstainBelow = 1.5 }) },
        { "Routes['default'].Experts", With(new RouteOptions { Experts = [" "] }) },
    };

    private static RouterOptions With(RouteOptions route) => new() { Routes = new Dictionary<string, RouteOptions> { ["default"] = route } };
}
