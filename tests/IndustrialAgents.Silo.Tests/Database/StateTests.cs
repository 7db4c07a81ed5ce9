using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Database;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace IndustrialAgents.Silo.Tests.Database;

public sealed class StateTests(PostgresFixture postgres) : IDisposable
{
    private const string Name = "ia";
    private const string Type = "state";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_WrittenReadAndCleared_KeepsOneVersionAfterAnother(bool onPostgres)
    {
        using var host = await StartAsync(onPostgres);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Name);
        var type = GrainType.Create("g");
        foreach (var id in new[] { GrainId.Create("g", "acme/west/p1"), GrainId.Create(type, GrainIdKeyExtensions.CreateIntegerKey(42)), GrainId.Create(type, GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid(), "more")) })
        {
            var state = new GrainState<Note>();
            await storage.ReadStateAsync(Type, id, state);
            Assert.False(state.RecordExists);
            state.State = new Note { Text = "first ✓" };
            await storage.WriteStateAsync(Type, id, state);
            state.State.Text = "second";
            await storage.WriteStateAsync(Type, id, state);

            var other = new GrainState<Note>();
            await storage.ReadStateAsync(Type, id, other);
            Assert.Equal(("second", true, state.ETag), (other.State.Text, other.RecordExists, other.ETag));
            await storage.ClearStateAsync(Type, id, state);
            Assert.False(state.RecordExists);
            await storage.WriteStateAsync(Type, id, state);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_WrittenByTwo_TheSecondIsRefused(bool onPostgres)
    {
        using var host = await StartAsync(onPostgres);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Name);
        var id = GrainId.Create("g", "both");
        var (one, two) = (new GrainState<Note>(new Note()), new GrainState<Note>(new Note()));
        await storage.WriteStateAsync(Type, id, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Type, id, two));
        await storage.ReadStateAsync(Type, id, two);
        await storage.WriteStateAsync(Type, id, one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Type, id, two));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync(Type, id, two));
        await storage.ClearStateAsync(Type, id, one);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_WrittenFirstByManyAtOnce_OneWins(bool onPostgres)
    {
        using var host = await StartAsync(onPostgres);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Name);
        var id = GrainId.Create("g", "crowd");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await storage.WriteStateAsync(Type, id, new GrainState<Note>(new Note()));
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));
        Assert.Single(outcomes, won => won);
    }

    [Fact]
    public async Task Create_FileOfAnotherOrleans_IsRefused()
    {
        var path = _folder.Sub("grains.db");
        SqliteDatabase.Create(path);
        SqliteDatabase.Create(path);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE ia_installed SET version = '9.2.1'";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Contains("9.2.1", Assert.Throws<InvalidDatabaseException>(() => SqliteDatabase.Create(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IHost> StartAsync(bool onPostgres)
    {
        var connection = onPostgres ? await postgres.CreateDatabaseAsync() : SqliteDatabase.Create(_folder.Sub($"{Guid.NewGuid():n}.db"));
        if (onPostgres)
        {
            await InitDbCommand.InitializeAsync(connection, TestContext.Current.CancellationToken);
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", "test"))
            .UseLocalhostClustering(FreePorts.Next(), FreePorts.Next())
            .AddAdoNetGrainStorage(Name, storage => (storage.Invariant, storage.ConnectionString) = (onPostgres ? "Npgsql" : "System.Data.SQLite", connection)));
        var host = builder.Build();
        await CapturedLifecycle.StartAsync(host.Services.GetRequiredKeyedService<IGrainStorage>(Name), TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>A state.</summary>
    public sealed class Note
    {
        public string? Text { get; set; }
    }
}
