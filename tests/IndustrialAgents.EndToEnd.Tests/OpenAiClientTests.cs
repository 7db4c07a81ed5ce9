using System.Diagnostics;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.EndToEnd.Tests;

/// <summary>The client library that OpenAI publishes (npm 'openai'), unchanged, against a real node.</summary>
public sealed class OpenAiClientTests
{
    private const string Script = """
        import OpenAI from 'openai';
        const client = new OpenAI({ baseURL: process.argv[2] + 'v1', apiKey: 'none', maxRetries: 0 });
        const result = {};
        result.models = (await client.models.list()).data.map(model => model.id);
        const messages = [{ role: 'user', content: 'Once upon a time' }];
        const whole = await client.chat.completions.create({ model: 'stories', messages, max_tokens: 24, temperature: 0 });
        result.whole = whole.choices[0].message.content;
        result.finish = whole.choices[0].finish_reason;
        result.usage = whole.usage;
        const stream = await client.chat.completions.create({ model: 'stories', messages, max_tokens: 24, temperature: 0, stream: true, stream_options: { include_usage: true } });
        result.pieces = [];
        for await (const chunk of stream) {
          if (chunk.choices.length > 0 && chunk.choices[0].delta.content) result.pieces.push(chunk.choices[0].delta.content);
          if (chunk.usage) result.streamed = chunk.usage;
        }
        result.auto = (await client.chat.completions.create({ model: 'auto', messages, max_tokens: 24, temperature: 0 })).choices[0].message.content;
        const vectors = await client.embeddings.create({ model: 'spelling', input: ['pump leaking', 'pump leeking', 'air filter'] });
        const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
        result.near = dot(vectors.data[0].embedding, vectors.data[1].embedding);
        result.far = dot(vectors.data[0].embedding, vectors.data[2].embedding);
        try { await client.chat.completions.create({ model: 'unknown', messages }); } catch (error) { result.unknown = { name: error.constructor.name, status: error.status, code: error.code }; }
        try { await client.chat.completions.create({ model: 'auto', messages, temperature: -1 }); } catch (error) { result.wrong = { name: error.constructor.name, status: error.status, param: error.param }; }
        console.log(JSON.stringify(result));
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ModelsChatStreamAndEmbeddings_WorkUnchanged()
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(data is null, "IA_DATA is not set: there is no decoder to ask");
        var stories = Path.Combine(data!, "models", "stories260k");
        Assert.SkipUnless(Directory.Exists(stories), $"there is no {stories}");
        using var home = new TemporaryHome();
        await InstallAsync(home.Path);
        var (code, _, errors) = await ProgramProcess.RunAsync(
            ["models", "convert-llama2c", Path.Combine(stories, "stories260K.bin"), Path.Combine(stories, "tok512.bin"), "--out", Path.Combine(home.Experts, "stories")], Token);
        Assert.True(code == 0, errors);
        var spelling = Directory.CreateDirectory(Path.Combine(home.Experts, "spelling")).FullName;
        await File.WriteAllTextAsync(Path.Combine(spelling, ManifestReader.FileName), ManifestReader.Write(NgramEmbeddingExpert.Describe("spelling", "1", new NgramEmbeddingOptions())), Token);
        using var node = await ServedNode.StartAsync(home.Path, Token);

        var script = Path.Combine(home.Path, "client.mjs");
        await File.WriteAllTextAsync(script, Script, Token);
        var (said, complaint, exit) = await RunAsync("node", home.Path, script, node.Client.BaseAddress!.ToString());
        Assert.True(exit == 0, complaint);
        var result = JsonNode.Parse(said)!;

        Assert.Contains("auto", result["models"]!.AsArray().Select(model => model!.GetValue<string>()));
        Assert.Contains(result["models"]!.AsArray(), model => model!.GetValue<string>().StartsWith("stories@", StringComparison.Ordinal));
        var whole = result["whole"]!.GetValue<string>();
        Assert.Contains("little girl named Lily", whole, StringComparison.Ordinal);
        Assert.Equal(("length", 24), (result["finish"]!.GetValue<string>(), result["usage"]!["completion_tokens"]!.GetValue<int>()));
        Assert.Equal(whole, string.Concat(result["pieces"]!.AsArray().Select(piece => piece!.GetValue<string>())));
        Assert.True(result["pieces"]!.AsArray().Count > 5);
        Assert.Equal(24, result["streamed"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal(whole, result["auto"]!.GetValue<string>());
        Assert.True(result["near"]!.GetValue<double>() > result["far"]!.GetValue<double>() + 0.3);
        Assert.Equal(("NotFoundError", 404, "model_not_found"), (result["unknown"]!["name"]!.GetValue<string>(), result["unknown"]!["status"]!.GetValue<int>(), result["unknown"]!["code"]!.GetValue<string>()));
        Assert.Equal(("BadRequestError", 400, "parameters.sampling.temperature"), (result["wrong"]!["name"]!.GetValue<string>(), result["wrong"]!["status"]!.GetValue<int>(), result["wrong"]!["param"]!.GetValue<string>()));
    }

    private static async Task InstallAsync(string folder)
    {
        try
        {
            var (_, errors, code) = await RunAsync("npm", folder, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "openai@7");
            Assert.SkipUnless(code == 0, $"npm cannot bring the package 'openai' here: {errors}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Assert.Skip($"there is no npm: {error.Message}");
        }
    }

    private static async Task<(string Output, string Errors, int Code)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (await output, await errors, process.ExitCode);
    }
}
