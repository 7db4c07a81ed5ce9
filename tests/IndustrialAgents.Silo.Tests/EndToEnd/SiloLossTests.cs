using System.Globalization;
using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndustrialAgents.Silo.Tests.EndToEnd;

/// <summary>Real processes: three silos on PostgreSQL under steady load; one is killed, one drains, one joins.</summary>
public sealed class SiloLossTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["ask", "http", "feedback", "rows"];

    [Fact]
    public async Task Load_WhileSilosAreKilledDrainedAndJoin_LosesNothingAcknowledged()
    {
        using var plant = await TestPlant.CreateAsync(postgres);
        var silos = new List<SiloProcess>();
        try
        {
            silos.AddRange(Enumerable.Range(1, 3).Select(i => SiloProcess.Start($"silo-{i}", plant)));
            await Task.WhenAll(silos.Select(silo => silo.ReadyAsync()));
            await TestPlant.AddExpertAsync(silos[0], TestExperts.SaveTexts(plant.Folder.Path, "symptoms", "1"));
            await TestPlant.AddExpertAsync(silos[0], TestExperts.SaveTexts(plant.Folder.Path, "reports", "1"));
            using var client = await plant.ConnectAsync();
            var cluster = client.Services.GetRequiredService<IClusterClient>();
            await AnswersAsync(cluster);

            var log = new LoadLog();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var running = silos.ToList();
            var load = new MixedLoad(cluster, running, log);
            var sending = load.RunAsync(over.Token);

            await StayAsync(10);
            Note(log, "silo-2 is killed");
            silos[1].Kill();
            await StayAsync(30);
            Note(log, "silo-3 drains");
            var exitCode = await silos[2].DrainAsync();
            Note(log, $"silo-3 ended with {exitCode}");
            Assert.Equal(0, exitCode);
            await StayAsync(5);
            Note(log, "silo-4 joins");
            var joined = SiloProcess.Start("silo-4", plant);
            silos.Add(joined);
            await joined.ReadyAsync();
            Note(log, "silo-4 is ready");
            await TakesWorkAsync(cluster, joined, log);
            await StayAsync(10);
            await over.CancelAsync();
            await sending;

            Report(log);
            Assert.True(!log.Untyped.Any(), $"failed without a type that says they may be sent again: {string.Join("\n", log.Untyped.Take(5).Select(outcome => $"{outcome.Kind} {outcome.Error}"))}");
            Assert.DoesNotContain(log.Outcomes, outcome => outcome.Late);
            await CountAsync(plant, load);
        }
        finally
        {
            foreach (var silo in silos)
            {
                silo.Dispose();
                output.WriteLine($"--- {silo.Name}\n{silo.Said[..Math.Min(silo.Said.Length, 6000)]}");
            }
        }
    }

    private static Task StayAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    private static async Task AnswersAsync(IClusterClient cluster)
    {
        while (true)
        {
            try
            {
                var answer = await new ClusterRouter(cluster).AskAsync(TestExperts.Question(), TestContext.Current.CancellationToken);
                if (answer.Contributions.Count(contribution => contribution.Status == ContributionStatus.Answered) == 2)
                {
                    return;
                }
            }
            catch (InvalidRequestException)
            {
                // The silo that was asked has not seen the catalogue yet.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    // A silo that joins takes work within a minute: the gateway list of the client and the load do that by themselves.
    private async Task TakesWorkAsync(IClusterClient cluster, SiloProcess silo, LoadLog log)
    {
        var start = log.Elapsed;
        var management = cluster.GetGrain<IManagementGrain>(0);
        while (true)
        {
            var hosts = await management.GetDetailedHosts(onlyActive: true);
            var address = hosts.FirstOrDefault(host => host.SiloName == silo.Name)?.SiloAddress;
            if (address is not null)
            {
                var statistics = await management.GetDetailedGrainStatistics(null, [address]);
                if (statistics.Any(grain => grain.GrainType.Contains("RouterGrain", StringComparison.Ordinal) || grain.GrainType.Contains("ExpertReplicaGrain", StringComparison.Ordinal)))
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{silo.Name} works {(log.Elapsed - start).TotalSeconds:0.0} s after it was ready"));
                    return;
                }
            }

            Assert.True(log.Elapsed - start < TimeSpan.FromMinutes(1), $"{silo.Name} had no work within a minute");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private void Note(LoadLog log, string what) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Elapsed.TotalSeconds,6:0.0} s  {what}"));

    private void Report(LoadLog log)
    {
        foreach (var kind in Kinds)
        {
            var all = log.Outcomes.Where(outcome => outcome.Kind == kind).ToList();
            var failed = all.Where(outcome => outcome.Error is not null).ToList();
            var (gap, until) = log.LongestGap(kind);
            var errors = string.Join(", ", failed.GroupBy(outcome => outcome.Error!.GetType().Name).Select(group => $"{group.Key} {group.Count()}"));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-9} {all.Count,6} requests, {failed.Count,4} failed ({100.0 * failed.Count / Math.Max(1, all.Count):0.00} %), slowest {all.Max(outcome => (outcome.End - outcome.Start).TotalSeconds):0.00} s, longest gap {gap.TotalSeconds:0.00} s until {until.TotalSeconds:0.0} s  {errors}"));
        }
    }

    private async Task CountAsync(TestPlant plant, MixedLoad load)
    {
        await using var source = NpgsqlDataSource.Create(plant.Connection);
        var decisions = await ReadAsync(source, "SELECT id FROM ia.decision", reader => reader.GetString(0));
        var feedback = await ReadAsync(source, "SELECT d.id FROM ia.feedback f JOIN ia.decision d ON d.seq = f.decision", reader => reader.GetString(0));
        var rows = await ReadAsync(
            source,
            "SELECT a.path, a.total, a.last, (SELECT coalesce(sum(b.rows), 0) FROM ia.row_batch b WHERE b.asset = a.id) FROM ia.asset a",
            reader => (Path: reader.GetString(0), Total: reader.GetInt64(1), Last: reader.GetInt64(2), Stored: reader.GetInt64(3)));
        output.WriteLine($"acknowledged: {load.Decisions.Count} decisions, {load.Feedback.Count} feedback, {load.Rows.Values.Sum(asset => asset.Rows)} rows");
        output.WriteLine($"in the database: {decisions.Count} decisions, {feedback.Count} feedback, {rows.Sum(asset => asset.Stored)} rows");
        Assert.NotEmpty(load.Feedback);
        Assert.Empty(load.Decisions.Except(decisions));
        Assert.Empty(load.Feedback.Except(feedback));
        Assert.Equal(feedback.Count, feedback.Distinct().Count());
        foreach (var (path, acknowledged) in load.Rows)
        {
            var stored = Assert.Single(rows, asset => asset.Path == path);
            Assert.Equal((acknowledged.Rows, acknowledged.Rows, acknowledged.Last), (stored.Stored, stored.Total, stored.Last));
        }
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource source, string text, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(text);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var all = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            all.Add(read(reader));
        }

        return all;
    }
}
