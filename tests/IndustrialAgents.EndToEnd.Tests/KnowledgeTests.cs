using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace IndustrialAgents.EndToEnd.Tests;

public sealed class KnowledgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_DocumentPosted_IsAnsweredFromAndGoneAfterItsRemoval()
    {
        using var home = new TemporaryHome();
        var folder = Directory.CreateDirectory(Path.Combine(home.Experts, "manuals")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, ManifestReader.FileName),
            """{"name": "manuals", "version": "1.0.0", "modality": "language", "tasks": ["retrieve", "answer"], "code": {"use": "knowledge"}}""",
            Token);
        using var node = await ServedNode.StartAsync(home.Path, Token);

        long id;
        using (var content = new ByteArrayContent(Encoding.UTF8.GetBytes("The flywheel guard is yellow.")))
        {
            using var posted = await node.Client.PostAsync("v1/knowledge?name=notes.txt", content, Token);
            var body = await posted.Content.ReadAsStringAsync(Token);
            Assert.True(posted.IsSuccessStatusCode, body);
            id = JsonNode.Parse(body)!["id"]!.GetValue<long>();
        }

        var question = new Request { Task = ExpertTask.Answer, Inputs = [new TextInput("what is yellow at the flywheel guard")] };
        var answer = Assert.IsType<GeneratedText>((await node.AskAsync(question, Token)).Output);
        Assert.Contains("notes.txt, line 1", answer.Text, StringComparison.Ordinal);
        Assert.Equal(("notes.txt", "line 1"), (Assert.Single(answer.Citations).Document, answer.Citations[0].Place));
        using (var found = await node.Client.PostAsJsonAsync("v1/knowledge/search", new { question = "yellow guard" }, Token))
        {
            Assert.Equal("line 1", JsonNode.Parse(await found.Content.ReadAsStringAsync(Token))!["items"]![0]!["place"]!.GetValue<string>());
        }

        using var removed = await node.Client.DeleteAsync($"v1/knowledge/{id}", Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.DoesNotContain("notes.txt", ((await node.AskAsync(question, Token)).Output as GeneratedText)?.Text ?? "", StringComparison.Ordinal);
    }
}
