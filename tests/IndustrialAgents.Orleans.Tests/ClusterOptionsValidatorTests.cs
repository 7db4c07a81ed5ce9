namespace IndustrialAgents.Orleans.Tests;

public sealed class ClusterOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Hold() => Assert.True(new ClusterOptionsValidator().Validate(null, new ClusterOptions()).Succeeded);

    [Fact]
    public void Validate_WrongOptions_NamesEachWithItsValue()
    {
        var result = new ClusterOptionsValidator().Validate(null, new ClusterOptions
        {
            Tier = (Tier)9,
            Gpu = true,
            ContentStore = " ",
            ModelBudgetBytes = 0,
            LocalPreference = -1,
            LostAfter = TimeSpan.FromMilliseconds(500),
            MaxRowsAhead = TimeSpan.FromSeconds(-1),
            Router = new() { MaxInFlight = 0 },
        });

        string[] wrong = ["ContentStore", "GpuMemoryBytes", "LocalPreference", "LostAfter", "MaxRowsAhead", "ModelBudgetBytes", "Router", "Tier"];
        Assert.Equal(wrong, result.Failures!.Select(failure => failure.Split(':')[1]).Order(StringComparer.Ordinal));
        Assert.Contains(result.Failures!, failure => failure == "Cluster:LocalPreference: -1; it must not be negative");
    }
}
