using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed class CommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Experts_AddInspectListRemove_DoWhatTheySay()
    {
        using var home = new TemporaryHome();
        using var elsewhere = new TemporaryHome();
        var source = elsewhere.AddTextExpert("texts");

        Assert.Equal(0, (await ProgramProcess.RunAsync(["experts", "add", source, "--home", home.Path], Token)).ExitCode);
        var list = await ProgramProcess.RunAsync(["experts", "list", "--home", home.Path], Token);
        Assert.Contains("texts@1", list.Output);
        var inspect = await ProgramProcess.RunAsync(["experts", "inspect", "texts", "--home", home.Path], Token);
        Assert.Equal(0, inspect.ExitCode);
        Assert.Contains("seal leak", inspect.Output);

        Assert.Equal(0, (await ProgramProcess.RunAsync(["experts", "remove", "texts", "--home", home.Path], Token)).ExitCode);
        Assert.DoesNotContain("texts@1", (await ProgramProcess.RunAsync(["experts", "list", "--home", home.Path], Token)).Output);
        Assert.Equal(2, (await ProgramProcess.RunAsync(["experts", "remove", "texts", "--home", home.Path], Token)).ExitCode);
    }

    [Fact]
    public async Task Ask_InProcess_PrintsTheAnswerAsJson()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "no flow, strainer full", "--home", home.Path, "--json"], Token);
        Assert.True(exitCode == 0, errors);
        var answer = JsonSerializer.Deserialize<Answer>(output, ContractJson.Options)!;
        Assert.Equal("blockage", ((ClassProbabilities)answer.Output!).Top().Label);
    }

    [Fact]
    public async Task Ask_RunningNode_PrintsTheAnswer()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        using var node = await ServedNode.StartAsync(home.Path, Token);
        var (exitCode, output, errors) = await ProgramProcess.RunAsync(["ask", "no flow, strainer full", "--node", node.Client.BaseAddress!.ToString()], Token);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("blockage", output);
        Assert.Contains("texts@1", output);
    }

    [Fact]
    public async Task Ask_BelowTheAbstentionLevel_AbstainsWithExitCodeOne()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var (exitCode, output, _) = await ProgramProcess.RunAsync(["ask", "check", "--home", home.Path, "--abstain-below", "1"], Token);
        Assert.Equal(1, exitCode);
        Assert.Contains("abstains", output);
    }

    [Theory]
    [InlineData("ask", "nothing was asked")]
    [InlineData("ask --image no-such-file.png", "no-such-file.png")]
    [InlineData("ask hello --asset a//b", "asset")]
    [InlineData("ask hello --node http://127.0.0.1:1", "cannot be reached")]
    [InlineData("ask hello --node nowhere", "nowhere")]
    [InlineData("eval nonsense", "nonsense")]
    [InlineData("bench", "Required argument")]
    [InlineData("dance", "dance")]
    [InlineData("demo --data /no/such/folder", "--data")]
    public async Task AnyCommand_WrongInput_SaysWhatIsWrong(string arguments, string mention)
    {
        using var home = new TemporaryHome();
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(arguments.Split(' '), Token, new Dictionary<string, string?> { ["IA_HOME"] = home.Path });
        Assert.InRange(exitCode, 2, 3);
        Assert.Contains(mention, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("ask")]
    [InlineData("experts")]
    [InlineData("experts add")]
    [InlineData("experts inspect")]
    [InlineData("fit")]
    [InlineData("fit forecast")]
    [InlineData("fit detect")]
    [InlineData("fit classify")]
    [InlineData("fit remaining-life")]
    [InlineData("fit table")]
    [InlineData("eval")]
    [InlineData("bench")]
    [InlineData("test")]
    public async Task AnyCommand_Help_Teaches(string command)
    {
        var (exitCode, output, _) = await ProgramProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"], Token);
        Assert.Equal(0, exitCode);
        Assert.Contains("Usage:", output);
        Assert.True(output.Length > 200, output);
    }
}
