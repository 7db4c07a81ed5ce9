using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed class ServeTests
{
    private static readonly Request Leak = new() { Task = ExpertTask.Classify, Inputs = [new TextInput("mech seal drips on pump")] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_AskAndFeedback_AnswersAndKeepsTheDecision()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        using var node = await ServedNode.StartAsync(home.Path, Token);

        var answer = await node.AskAsync(Leak, Token);
        Assert.Equal("seal leak", Assert.IsType<ClassProbabilities>(answer.Output).Top().Label);
        var contribution = Assert.Single(answer.Contributions);
        Assert.Equal("texts@1", contribution.Expert.ToString());
        Assert.Equal(64, contribution.ModelHash!.Length);
        Assert.Equal(1, contribution.Weight, 9);

        using var feedback = await node.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = "seal leak" }, Token);
        Assert.Equal(HttpStatusCode.OK, feedback.StatusCode);
        var decision = await node.FindDecisionAsync(answer.DecisionId, Token);
        Assert.Equal("mech seal drips on pump", decision!.Request.Find<TextInput>()!.Text);
        Assert.Equal("seal leak", Assert.Single(decision.Feedback).Label);
    }

    [Fact]
    public async Task Serve_ExpertDroppedIn_IsLiveWithoutRestartAndABrokenOneIgnored()
    {
        using var home = new TemporaryHome();
        using var node = await ServedNode.StartAsync(home.Path, Token);
        Assert.DoesNotContain("late", await node.ExpertsAsync(Token));

        Directory.CreateDirectory(Path.Combine(home.Experts, "broken"));
        await File.WriteAllTextAsync(Path.Combine(home.Experts, "broken", ManifestReader.FileName), "{ \"name\": ", Token);
        home.AddTextExpert("late");
        await Until.TrueAsync(async () => (await node.ExpertsAsync(Token)).Contains("late", StringComparison.Ordinal), "the expert is listed", Token);

        Assert.Equal("late@1", Assert.Single((await node.AskAsync(Leak, Token)).Contributions).Expert.ToString());
        await Until.TrueAsync(() => Task.FromResult(node.Process.Errors.Contains("broken", StringComparison.Ordinal)), "the broken manifest is reported", Token);
    }

    [Fact]
    public async Task Serve_BadInput_GetsAClearErrorAndGoesOn()
    {
        using var home = new TemporaryHome();
        home.AddTextExpert("texts");
        var corrupt = home.AddTextExpert("corrupt");
        File.WriteAllBytes(Path.Combine(corrupt, "model.onnx"), Encoding.ASCII.GetBytes("not a model"));
        using var node = await ServedNode.StartAsync(home.Path, Token);

        foreach (var (body, mention) in new[]
        {
            ("{\"task\": \"classify\", \"inputs\": [", "JSON"),
            ("{\"task\": \"dance\", \"inputs\": [{\"kind\":\"text\",\"text\":\"x\"}]}", "task"),
            ("{\"task\": \"classify\", \"inputs\": []}", "inputs"),
            ("{\"task\": \"classify\", \"inputs\": [{\"kind\":\"smell\"}]}", "smell"),
            ("{\"task\": \"classify\", \"inputs\": [{\"kind\":\"text\",\"text\":\"x\"}], \"constraints\": {\"experts\": [\"nobody\"]}}", "nobody"),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await node.Client.PostAsync("v1/ask", content, Token);
            Assert.InRange((int)response.StatusCode, 400, 404);
            Assert.Contains(mention, await response.Content.ReadAsStringAsync(Token), StringComparison.OrdinalIgnoreCase);
        }

        using var late = await node.Client.PostAsJsonAsync("v1/ask", Leak with { Constraints = new() { Deadline = DateTimeOffset.UnixEpoch } }, Json.ContractJson.Options, Token);
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.NotNull((await node.AskAsync(Leak, Token)).Output);
    }

    [Fact]
    public async Task Serve_ModelFileDeletedWhileInUse_GoesOnAnswering()
    {
        using var home = new TemporaryHome();
        var folder = home.AddTextExpert("texts");
        using var node = await ServedNode.StartAsync(home.Path, Token);
        Assert.NotNull((await node.AskAsync(Leak, Token)).Output);

        File.Delete(Path.Combine(folder, "model.onnx"));
        using var response = await node.Client.PostAsJsonAsync("v1/ask", Leak, Json.ContractJson.Options, Token);
        Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.BadRequest, $"status {response.StatusCode}");
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("v2/health/live", Token)).StatusCode);
    }

    [Fact]
    public async Task Serve_BeyondLoopbackWithoutKey_IsRefused()
    {
        using var home = new TemporaryHome();
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(["serve", "--home", home.Path, "--host", "0.0.0.0", "--port", "0"], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains("key", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Serve_SecondNodeOnTheSameFolder_IsRefused()
    {
        using var home = new TemporaryHome();
        using var node = await ServedNode.StartAsync(home.Path, Token);
        var (exitCode, _, errors) = await ProgramProcess.RunAsync(["serve", "--home", home.Path, "--port", "0"], Token);
        Assert.Equal(2, exitCode);
        Assert.Contains(home.Path, errors);
    }
}
