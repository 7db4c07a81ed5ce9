using IndustrialAgents.Cli.Commands;

namespace IndustrialAgents.Cli.Tests.Commands;

// Console and environment belong to the whole process: one test at a time.
[Collection(nameof(ModelsCommandTests))]
public sealed class KnowledgeCommandTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ia-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Knowledge_AddListSearchRemove_FollowTheDocuments()
    {
        var manuals = Directory.CreateDirectory(Path.Combine(_home, "manuals", "fans")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(manuals, "pumps.csv"), "asset,action\npump 7,replace the seal kit\npump 8,grease the bearing\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(manuals, "fans", "fan.md"), "# Fan\n\nThe fan stops when the belt is torn.\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(manuals, "photo.png"), "no document", TestContext.Current.CancellationToken);

        var (code, output, error) = await RunAsync("add", manuals, "--asset", "acme/mill");
        Assert.True(code == 0, error);
        Assert.Contains("fans/fan.md: 1 passage, utf-8", output, StringComparison.Ordinal);
        Assert.Contains("pumps.csv: 2 passages, utf-8", output, StringComparison.Ordinal);
        Assert.DoesNotContain("photo", output, StringComparison.Ordinal);

        Assert.Contains("pumps.csv: 2 passages, about acme/mill", (await RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pumps.csv", (await RunAsync("list", "--tenant", "other")).Output, StringComparison.Ordinal);
        Assert.Contains("The fan stops when the belt is torn.", (await RunAsync("search", "when does the fan stop")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fan", (await RunAsync("search", "when does the fan stop", "--asset", "acme/works")).Output, StringComparison.Ordinal);

        var id = output.Split('\n').First(line => line.Contains("fan.md", StringComparison.Ordinal)).Split(' ')[0];
        Assert.Equal(0, (await RunAsync("remove", id)).Code);
        Assert.DoesNotContain("torn", (await RunAsync("search", "when does the fan stop")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowledge_WrongInput_SaysWhatIsWrong()
    {
        var (code, _, error) = await RunAsync("remove", "99");
        Assert.Equal(2, code);
        Assert.Contains("99 is no document of tenant 'default'", error, StringComparison.Ordinal);
        Assert.Contains("'//' is not an asset path", (await RunAsync("search", "x", "--asset", "//")).Error, StringComparison.Ordinal);

        var damaged = Path.Combine(_home, "damaged.xlsx");
        await File.WriteAllTextAsync(damaged, "no workbook", TestContext.Current.CancellationToken);
        (code, _, error) = await RunAsync("add", damaged);
        Assert.Equal(1, code);
        Assert.Contains("damaged.xlsx", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(KnowledgeCommand.Create(), [.. arguments, "--file", Path.Combine(_home, "knowledge.db")]);
}
