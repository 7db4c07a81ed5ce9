using IndustrialAgents.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static IndustrialAgents.Hosting.Tests.Decisions.StoreFolder;

namespace IndustrialAgents.Hosting.Tests.Decisions;

public sealed class SqliteFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PRAGMA max_page_count = 8;", "full")]
    [InlineData("PRAGMA query_only = ON;", "read-only")]
    public async Task AddAsync_DiskFullOrReadOnly_ThrowsAndRecoversOnceItIsNot(string trouble, string word)
    {
        using var folder = new StoreFolder();
        await (folder.Open()).DisposeAsync();
        var broken = true;
        await using var store = folder.Open(connection => Execute(connection, broken ? trouble : "PRAGMA query_only = OFF;"));
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var random = Convert.ToBase64String(bytes);
        var large = Decision("large") with { Request = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(random)] } };

        var error = await Assert.ThrowsAsync<IOException>(async () => await store.AddAsync(large, Token));
        broken = false;
        await store.AddAsync(large, Token);

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(await store.FindAsync("large", Token));
    }

    [Fact]
    public async Task Router_StoreCannotWrite_StillAnswersWithAWarning()
    {
        using var folder = new StoreFolder();
        await (folder.Open()).DisposeAsync();
        var broken = true;
        await using var store = folder.Open(connection => Execute(connection, broken ? "PRAGMA query_only = ON;" : "PRAGMA query_only = OFF;"));
        using var router = new Router(new OneExpert(), store, new RouterOptions(), folder.Time, NullLogger<Router>.Instance);

        var unrecorded = await router.AskAsync(Decision("x").Request, Token);
        broken = false;
        var recorded = await router.AskAsync(Decision("x").Request, Token);

        Assert.Contains("read-only", Assert.Single(unrecorded.Warnings), StringComparison.Ordinal);
        Assert.NotNull(unrecorded.Output);
        Assert.Empty(recorded.Warnings);
        Assert.NotNull(await store.FindAsync(recorded.DecisionId, Token));
    }

    [Fact]
    public async Task Open_FolderCannotBeMade_FailsWritesUntilItCan()
    {
        using var folder = new StoreFolder();
        var obstacle = Path.Combine(folder.Path, "data");
        await File.WriteAllTextAsync(obstacle, "a file where the folder should be", Token);
        await using var store = folder.Open(change: options => options with { Path = Path.Combine(obstacle, "decisions.db") });

        await Assert.ThrowsAsync<IOException>(async () => await store.AddAsync(Decision("a"), Token));
        await Assert.ThrowsAsync<IOException>(async () => await store.FindAsync("a", Token));
        File.Delete(obstacle);
        await store.AddAsync(Decision("a"), Token);

        Assert.NotNull(await store.FindAsync("a", Token));
    }

    [Fact]
    public async Task FindAsync_DamagedRecord_ThrowsAndTheOthersStand()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        foreach (var id in new[] { "a", "b" })
        {
            await store.AddAsync(Decision(id), Token);
            await store.AddFeedbackAsync(Feedback(id), default, Token);
        }

        folder.Sql("UPDATE decision SET body = zeroblob(length(body)) WHERE id = 'a';");

        await Assert.ThrowsAsync<IOException>(async () => await store.FindAsync("a", Token));
        Assert.NotNull(await store.FindAsync("b", Token));
        Assert.Equal(["b"], await store.ReadFeedbackAsync(0, Token).Select(item => item.Decision.Id).ToArrayAsync(Token));
        Assert.Equal(2, store.DamagedRecords);
    }

    [Fact]
    public async Task Open_NotADatabase_SetsItAsideAndStartsAnew()
    {
        using var folder = new StoreFolder();
        await File.WriteAllTextAsync(folder.File, new string('?', 10_000), Token);

        await using var store = folder.Open();
        await store.AddAsync(Decision("a"), Token);

        Assert.NotNull(await store.FindAsync("a", Token));
        var aside = Assert.Single(Directory.GetFiles(folder.Path, "*.damaged-*"));
        Assert.Equal(10_000, new FileInfo(aside).Length);
    }

    [Fact]
    public async Task Open_DamagedInTheMiddle_SetsItAsideAndKeepsWhatCanBeRead()
    {
        using var folder = new StoreFolder();
        await using (var store = folder.Open())
        {
            for (var i = 0; i < 200; i++)
            {
                await store.AddAsync(Decision($"d{i}"), Token);
            }
        }

        var bytes = await File.ReadAllBytesAsync(folder.File, Token);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2 / 4096 * 4096, 4096);
        await File.WriteAllBytesAsync(folder.File, bytes, Token);

        await using var reopened = folder.Open();
        var kept = 0;
        for (var i = 0; i < 200; i++)
        {
            kept += await reopened.FindAsync($"d{i}", Token) is null ? 0 : 1;
        }

        Assert.Single(Directory.GetFiles(folder.Path, "*.damaged-*"));
        Assert.InRange(kept, 150, 200);
        await reopened.AddAsync(Decision("new"), Token);
    }

    [Fact]
    public async Task Open_LastFeedbackUnreadable_NeverUsesItsPositionAgain()
    {
        using var folder = new StoreFolder();
        var last = 0L;
        await using (var store = folder.Open())
        {
            await store.AddAsync(Decision("a"), Token);
            for (var i = 0; i < 5; i++)
            {
                last = await store.AddFeedbackAsync(Feedback("a"), default, Token);
            }
        }

        folder.Sql("DELETE FROM feedback WHERE seq > 2;");
        var aside = DamagedDatabase.SetAside(folder.File, folder.Time.GetUtcNow());
        DamagedDatabase.Salvage(aside, folder.File);
        await using var reopened = folder.Open();

        Assert.Equal(last + 1, await reopened.AddFeedbackAsync(Feedback("a"), default, Token));
        Assert.Equal([1, 2, last + 1], await reopened.ReadFeedbackAsync(0, Token).Select(item => item.Position).ToArrayAsync(Token));
    }

    [Fact]
    public async Task Open_AnyTruncation_NeitherCrashesNorHangs()
    {
        using var folder = new StoreFolder();
        await using (var store = folder.Open())
        {
            for (var i = 0; i < 20; i++)
            {
                await store.AddAsync(Decision($"d{i}"), Token);
                await store.AddFeedbackAsync(Feedback($"d{i}"), default, Token);
            }
        }

        var whole = await File.ReadAllBytesAsync(folder.File, Token);
        for (var length = 0; length < whole.Length; length += 1 + (whole.Length / 12))
        {
            using var cut = new StoreFolder();
            await File.WriteAllBytesAsync(cut.File, whole[..length], Token);
            await using var store = cut.Open();
            await store.AddAsync(Decision("new"), Token);

            Assert.NotNull(await store.FindAsync("new", Token));
        }
    }

    [Fact]
    public async Task Open_NewerSchema_RefusesAndLeavesTheFile()
    {
        using var folder = new StoreFolder();
        await folder.Open().DisposeAsync();
        folder.Sql("PRAGMA user_version = 99;");

        var error = Assert.Throws<IndustrialAgentsException>(() => folder.Open());

        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File));
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
