using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Postgres.Tests;

public sealed class PostgresOptionsTests
{
    private static readonly PostgresOptions Valid = new() { ConnectionString = "Host=db;Database=plant;Username=ia;Password=secret" };

    public static TheoryData<string, PostgresOptions> Wrong => new()
    {
        { "ConnectionString", Valid with { ConnectionString = "" } },
        { "ConnectionString", Valid with { ConnectionString = "Database=plant;Password=secret" } },
        { "ConnectionString", Valid with { ConnectionString = "Host=db;Colour=red;Password=secret" } },
        { "ConnectionString", Valid with { ConnectionString = "Host=db;Port=many;Password=secret" } },
        { "ConnectTimeout", Valid with { ConnectTimeout = TimeSpan.Zero } },
        { "CommandTimeout", Valid with { CommandTimeout = TimeSpan.FromDays(2) } },
        { "MaxConnections", Valid with { MaxConnections = 2 } },
        { "MaxQueue", Valid with { MaxQueue = 0 } },
        { "MaxQueueBytes", Valid with { MaxQueueBytes = 0 } },
        { "MaxBatch", Valid with { MaxBatch = 0 } },
        { "MaxBatchBytes", Valid with { MaxBatchBytes = 1L << 40 } },
        { "Retries", Valid with { Retries = -1 } },
        { "RetryDelay", Valid with { RetryDelay = TimeSpan.Zero } },
    };

    [Fact]
    public async Task Constructor_ValidOptions_ConnectsNothing()
    {
        Assert.True(new PostgresOptionsValidator().Validate(null, Valid).Succeeded);
        await using var database = new PostgresDatabase(Valid, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        Assert.Same(Valid, database.Options);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Constructor_OptionOutOfRange_NamesItWithoutThePassword(string field, PostgresOptions options)
    {
        var error = Assert.Throws<OptionsValidationException>(() => new PostgresDatabase(options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance));
        Assert.StartsWith(field, Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
