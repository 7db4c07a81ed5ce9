using System.CommandLine;
using IndustrialAgents.Cli.Commands;
using IndustrialAgents.Experts;
using IndustrialAgents.Hosting;
using IndustrialAgents.Tests.Hub;

namespace IndustrialAgents.Cli.Tests.Commands;

// Console and environment belong to the whole process: one test at a time.
[Collection(nameof(ModelsCommandTests))]
[CollectionDefinition(nameof(ModelsCommandTests), DisableParallelization = true)]
public sealed class ModelsCommandTests : IDisposable
{
    private static readonly string[] Variables = ["HF_ENDPOINT", "HF_TOKEN", "HF_HUB_OFFLINE", "HF_HUB_CACHE", "HF_HOME"];

    private readonly string _home = Directory.CreateTempSubdirectory("ia-").FullName;

    public ModelsCommandTests() => Array.ForEach(Variables, name => Environment.SetEnvironmentVariable(name, null));

    [Fact]
    public async Task Pull_Repository_ShowsCommitLicenceAndFilesAndSaysWhatIsNext()
    {
        await using var server = await HubServer.StartAsync();
        server.Files["onnx/model.onnx"] = SmallGraphs.ChronosBolt().ToBytes();

        var (code, output, error) = await RunAsync("pull", "plant/forecaster@main", "--endpoint", server.Endpoint.ToString());

        Assert.Equal((0, ""), (code, string.Concat(error.Split('\n').Where(line => line.StartsWith("ia:", StringComparison.Ordinal)))));
        Assert.Contains(HubServer.Commit, output, StringComparison.Ordinal);
        Assert.Contains("licence: apache-2.0", output, StringComparison.Ordinal);
        Assert.Contains("onnx/model.onnx", output, StringComparison.Ordinal);
        Assert.Contains("pulled forecaster@cccccccccccc as chronos-bolt", output, StringComparison.Ordinal);
        var folder = Path.Combine(_home, "models", "forecaster-cccccccccccc");
        Assert.Contains($"ia experts add {folder}", output, StringComparison.Ordinal);
        Assert.Contains("ia ask --series window.csv --task forecast", output, StringComparison.Ordinal);
        Assert.Equal("forecaster", ExpertInstaller.Add(folder, Path.Combine(_home, "experts"), ExpertCatalog.Of([])).Name);

        (code, output, _) = await RunAsync("list");
        Assert.Equal(0, code);
        Assert.Contains("forecaster@cccccccccccc", output, StringComparison.Ordinal);
        Assert.Contains("apache-2.0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_Environment_NamesMirrorAndToken()
    {
        await using var server = await HubServer.StartAsync();
        server.Files["model.onnx"] = SmallGraphs.Ttm().ToBytes();
        Environment.SetEnvironmentVariable("HF_ENDPOINT", server.Endpoint.ToString());
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_secret");

        var (code, output, error) = await RunAsync("pull", "plant/forecaster", "--as", "ttm", "--name", "pump", "--out", Path.Combine(_home, "pump"));

        Assert.Equal(0, code);
        Assert.True(File.Exists(Path.Combine(_home, "pump", "expert.json")));
        Assert.All(server.HubRequests, request => Assert.Equal("Bearer hf_secret", request.Token));
        Assert.DoesNotContain("hf_secret", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_Offline_TouchesNoNetwork()
    {
        await using var server = await HubServer.StartAsync();
        var hub = Directory.CreateDirectory(Path.Combine(_home, "hub")).FullName;
        SmallGraphs.ChronosBolt().Save(Path.Combine(hub, "model.onnx"));
        Environment.SetEnvironmentVariable("HF_ENDPOINT", server.Endpoint.ToString());

        var (code, output, _) = await RunAsync("pull", "plant/forecaster", "--offline", hub);
        Assert.Equal(0, code);
        Assert.Contains("licence: not stated", output, StringComparison.Ordinal);
        Assert.Contains("does not know the hub's hashes", output, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable("HF_HUB_OFFLINE", "1");
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", hub);
        (code, _, _) = await RunAsync("pull", "plant/forecaster");
        Assert.Equal(0, code);
        Assert.Empty(server.HubRequests);
    }

    [Fact]
    public async Task Pull_WrongInput_HasExitCodeTwoAndOneLine()
    {
        await using var server = await HubServer.StartAsync();
        server.Files["model.onnx"] = SmallGraphs.Ttm().ToBytes();
        foreach (var (arguments, expected) in new (string[], string)[]
        {
            (["pull", "../x"], "OWNER/NAME"),
            (["pull", "plant/forecaster@v9"], "no such revision"),
            (["pull", "plant/forecaster", "--as", "magic"], "known are"),
            (["pull", "plant/forecaster", "--as", "moment"], "differs in that"),
            (["pull", "plant/forecaster", "--file", "other.onnx"], "no file other.onnx"),
            (["pull", "plant/forecaster", "--offline", Path.Combine(_home, "nowhere")], "does not exist"),
        })
        {
            var (code, _, error) = await RunAsync([.. arguments, "--endpoint", server.Endpoint.ToString()]);
            Assert.Equal(ExitCode.WrongInput, code);
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pull_GatedRepository_SaysWhereToAccept()
    {
        await using var server = await HubServer.StartAsync();
        server.InsteadOfHub = context =>
        {
            HubServer.Refuse(context, 401, "GatedRepo", "Access to model plant/forecaster is restricted.");
            return Task.FromResult(true);
        };

        var (code, _, error) = await RunAsync("pull", "plant/forecaster", "--endpoint", server.Endpoint.ToString());

        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("HF_TOKEN", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_HubUnreachableOrStopped_HasItsExitCodeAndOneLine()
    {
        var error = Console.Error;
        using var complained = new StringWriter();
        Console.SetError(complained);
        try
        {
            Assert.Equal(ExitCode.Missing, await Guard.RunAsync(_ => throw new ModelHubUnreachableException("the hub is away")));
            Assert.Equal(ExitCode.Failed, await Guard.RunAsync(_ => throw new OperationCanceledException("by the command line's own handler")));
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.Equal(["ia: the hub is away", "ia: cancelled"], complained.ToString().Trim().Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("pull", "HF_TOKEN")]
    [InlineData("pull", "ia models pull OWNER/NAME --offline")]
    [InlineData("", "ia experts add")]
    public async Task Help_Command_Teaches(string command, string expected)
    {
        var (code, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_Families_AreListed()
    {
        var (code, output, _) = await RunAsync("conventions");

        Assert.Equal(0, code);
        Assert.All(new[] { "chronos-bolt", "timesfm", "ttm", "moment", "onnx", "arXiv:2403.07815" }, word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Array.ForEach(Variables, name => Environment.SetEnvironmentVariable(name, null));
        Directory.Delete(_home, recursive: true);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => CommandRun.RunAsync(ModelsCommand.Create(), [.. arguments, "--home", _home]);
}
