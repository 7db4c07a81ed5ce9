using IndustrialAgents.Assets;
using IndustrialAgents.Gateway;
using IndustrialAgents.Hosting;
using IndustrialAgents.Orleans;
using IndustrialAgents.Postgres;
using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Database;
using IndustrialAgents.Silo.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Gives a silo the stores of its kind of storage: grains' state, reminders, decisions and sensor rows.</summary>
internal static class SiloStores
{
    /// <summary>What Orleans calls Npgsql.</summary>
    public const string NpgsqlInvariant = "Npgsql";

    private const string SqliteInvariant = "System.Data.SQLite";

    // "Default" is for the grains of modules.
    private static readonly string[] Names = [ClusterStorage.Grains, ClusterStorage.Subscriptions, "Default"];

    /// <summary>Adds them.</summary>
    /// <exception cref="InvalidDatabaseException">A SQLite file cannot be used.</exception>
    public static void AddStores(this ISiloBuilder silo, SiloSettings settings)
    {
        switch (settings.Storage.Kind)
        {
            case StorageKind.PostgreSql:
                AddPostgres(silo, settings.Storage);
                break;
            case StorageKind.Sqlite:
                AddSqlite(silo, settings);
                break;
            default:
                foreach (var name in Names)
                {
                    silo.AddMemoryGrainStorage(name);
                }

                silo.UseInMemoryReminderService();
                break;
        }
    }

    private static void AddPostgres(ISiloBuilder silo, StorageSettings settings)
    {
        var connection = settings.Connection!;
        foreach (var name in Names)
        {
            silo.AddAdoNetGrainStorage(name, storage => (storage.Invariant, storage.ConnectionString) = (NpgsqlInvariant, connection));
        }

        silo.UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (NpgsqlInvariant, connection));
        var services = silo.Services;
        services.AddSingleton(provider => new PostgresDatabase(
            new PostgresOptions { ConnectionString = connection }, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>()));
        services.AddSingleton(provider => new PostgresDecisionStore(
            provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDecisionStore>>()));
        services.AddSingleton<IDecisionStore>(provider => provider.GetRequiredService<PostgresDecisionStore>());
        services.AddSingleton(provider => new PostgresRowLog(
            provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresRowLog>>()));
        services.AddSingleton<IRowLog>(provider => provider.GetRequiredService<PostgresRowLog>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RetentionService>(provider, settings));
        services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        services.AddSingleton<IReadinessCheck, DatabaseReadiness>();
    }

    private static void AddSqlite(ISiloBuilder silo, SiloSettings settings)
    {
        var folder = Directory.CreateDirectory(settings.Silo.DataFolder).FullName;
        var connection = SqliteDatabase.Create(Path.Combine(folder, "grains.db"));
        foreach (var name in Names)
        {
            silo.AddAdoNetGrainStorage(name, storage => (storage.Invariant, storage.ConnectionString) = (SqliteInvariant, connection));
        }

        silo.UseInMemoryReminderService();
        silo.Services.AddKeyedSingleton<IDecisionStore>(ClusterStorage.SingleWriter, (provider, _) => SqliteDecisionStore.Open(
            new SqliteDecisionStoreOptions { Path = Path.Combine(folder, "decisions.db"), MaxDecisions = settings.Storage.MaxDecisions },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteDecisionStore>>()));
    }
}
