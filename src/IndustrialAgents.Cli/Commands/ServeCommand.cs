using System.CommandLine;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Gateway;
using IndustrialAgents.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia serve</c>.</summary>
internal static class ServeCommand
{
    private const string ApiKeyVariable = "IA_API_KEY";

    public static Command Create()
    {
        var node = new NodeOptionsOnCommandLine();
        var host = new Option<string>("--host") { Description = $"Address to listen on. Beyond loopback an API key is needed, in the environment variable {ApiKeyVariable}.", DefaultValueFactory = _ => "127.0.0.1", HelpName = "ADDRESS" };
        var port = new Option<int>("--port") { Description = "TCP port; 0 for any free one.", DefaultValueFactory = _ => 8080, HelpName = "PORT" };
        var verbose = new Option<bool>("--verbose") { Description = "Log what the node does, not only what goes wrong." };
        var command = new TaughtCommand(
            "serve",
            "Run a node: experts, router and HTTP in one process.",
            $"""
              POST /v1/ask, /v1/feedback   GET /v1/experts, /v1/decisions/ID   the request contract, see /openapi/v1.json
              /v1/knowledge                the documents that knowledge experts answer from
              /v2/...                      the Open Inference Protocol v2 for every ONNX expert

            Experts are folders with a manifest; one dropped into the experts folder is live without a restart. Ctrl+C or SIGTERM finishes the
            requests in flight and stops.

            Example: ia serve --port 8080, then: curl localhost:8080/v1/ask -H 'content-type: application/json'
              -d '{"{"}"task":"classify","inputs":[{"{"}"kind":"text","text":"pump leaking"{"}"}]{"}"}'
            """)
        { host, port, verbose };
        node.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            using var logging = LoggerFactory.Create(builder => builder
                .SetMinimumLevel(parsed.GetValue(verbose) ? LogLevel.Information : LogLevel.Warning)
                .AddSimpleConsole(options => options.SingleLine = true)
                .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace));
            await using var running = await EmbeddedNode.StartAsync(node.Read(parsed), logging, TimeProvider.System, token).ConfigureAwait(false);
            var options = new GatewayOptions
            {
                Host = parsed.GetValue(host)!,
                Port = parsed.GetValue(port),
                ApiKey = Environment.GetEnvironmentVariable(ApiKeyVariable) is { Length: > 0 } key ? key : null,
            };
            await using var app = GatewayApp.Create(running, options, logging);
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
                $"listening on {string.Join(", ", app.Urls)} with {running.Directory.Experts.Count} experts; data in {node.Home(parsed)}"));
            await app.RunAsync(token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
