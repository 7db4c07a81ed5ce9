using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace IndustrialAgents.Silo.Tests.Database;

public sealed class ReminderTests(PostgresFixture postgres)
{
    private static readonly DateTime Start = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    [Fact]
    public async Task Reminders_UpsertedReadByRangeAndRemoved_AreWhatTheTableHolds()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await InitDbCommand.InitializeAsync(connection, TestContext.Current.CancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "test"))
            .UseLocalhostClustering(FreePorts.Next(), FreePorts.Next())
            .UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = ("Npgsql", connection)));
        using var host = builder.Build();
        var table = host.Services.GetRequiredService<IReminderTable>();
        await table.StartAsync(TestContext.Current.CancellationToken);

        var grains = Enumerable.Range(0, 20).Select(i => GrainId.Create("g", $"asset-{i}")).ToArray();
        foreach (var grain in grains)
        {
            await table.UpsertRow(Entry(grain, TimeSpan.FromMinutes(1)));
        }

        var etag = await table.UpsertRow(Entry(grains[0], TimeSpan.FromDays(60)));
        var read = await table.ReadRow(grains[0], "r");
        Assert.Equal((TimeSpan.FromDays(60), Start, etag), (read.Period, read.StartAt, read.ETag));
        Assert.Null(await table.ReadRow(grains[0], "another"));
        Assert.Single((await table.ReadRows(grains[1])).Reminders);

        foreach (var (begin, end) in new[] { (0u, 0u), (0x40000000u, 0xC0000000u), (0xC0000000u, 0x40000000u), (5u, uint.MaxValue) })
        {
            var expected = grains.Where(grain => IsWithin(grain.GetUniformHashCode(), begin, end)).Order();
            Assert.Equal(expected, (await table.ReadRows(begin, end)).Reminders.Select(reminder => reminder.GrainId).Order());
        }

        Assert.False(await table.RemoveRow(grains[0], "r", "77"));
        Assert.True(await table.RemoveRow(grains[0], "r", etag));
        Assert.False(await table.RemoveRow(grains[0], "r", etag));
        await table.TestOnlyClearTable();
        Assert.Empty((await table.ReadRows(0, 0)).Reminders);
    }

    private static ReminderEntry Entry(GrainId grain, TimeSpan period) => new() { GrainId = grain, ReminderName = "r", StartAt = Start, Period = period };

    // A ring of hashes: a range whose end comes first goes round it, and one that ends where it begins is the whole.
    private static bool IsWithin(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
}
