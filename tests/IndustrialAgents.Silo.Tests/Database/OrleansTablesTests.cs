using System.Reflection;
using System.Text.RegularExpressions;
using IndustrialAgents.Silo.Database;
using Orleans.Configuration;
using Orleans.Storage;

namespace IndustrialAgents.Silo.Tests.Database;

public sealed partial class OrleansTablesTests
{
    [Fact]
    public void Queries_OfEachProvider_AreThoseItAsksFor()
    {
        Assert.Equal(Asked(typeof(AdoNetClusteringSiloOptions), "Orleans.Clustering.AdoNet.Storage.DbStoredQueries"), Written(PostgresMembership.Tables));
        Assert.Equal(Asked(typeof(AdoNetReminderTableOptions), "Orleans.Reminders.AdoNet.Storage.DbStoredQueries"), Written(PostgresReminders.Tables));
        var ofStorage = Quoted().Matches(AdoNetGrainStorage.DefaultInitializationQuery).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(ofStorage, Written(PostgresPersistence.Tables));
        Assert.Equal(ofStorage, Written(SqlitePersistence.Tables));
    }

    [Fact]
    public void OrleansVersion_OfTheStatements_IsThePackages()
    {
        foreach (var assembly in new[] { typeof(AdoNetClusteringSiloOptions).Assembly, typeof(AdoNetReminderTableOptions).Assembly, typeof(AdoNetGrainStorage).Assembly })
        {
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            Assert.StartsWith(OrleansTables.OrleansVersion, version, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Asked(Type ofProvider, string queries) => ofProvider.Assembly.GetType(queries, throwOnError: true)!
        .GetProperties(BindingFlags.Instance | BindingFlags.NonPublic)
        .Select(property => property.Name)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Written(OrleansTables tables) => tables.Queries.Keys.Order(StringComparer.Ordinal);

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
