using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Hosting;
using IndustrialAgents.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia ask</c>.</summary>
internal sealed class AskCommand
{
    private readonly Argument<string?> _text = new("text") { Description = "A text, such as a work order or a question.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<FileInfo[]> _images = new("--image") { Description = "A PNG, JPEG or BMP file; may be given more than once.", HelpName = "FILE" };
    private readonly Option<FileInfo[]> _series = new("--series") { Description = "A CSV file of sensor values, one row a sample; may be given more than once.", HelpName = "FILE" };
    private readonly Option<FileInfo[]> _files = new("--file") { Description = "Any file, sent as the tensor of its bytes; may be given more than once.", HelpName = "FILE" };
    private readonly Option<FileInfo?> _overlay = new("--overlay") { Description = "With one --image and the task detect: write the picture as PNG with the map of its defects in red, or a frame around each object.", HelpName = "FILE.png" };
    private readonly Option<ExpertTask?> _task = new("--task") { Description = "What is asked. Default: diagnose for several kinds of input, classify for a text, picture or file, detect for a series and with --overlay.", HelpName = "TASK" };
    private readonly Option<string?> _asset = new("--asset") { Description = "The asset asked about: enterprise/site/area/line/cell.", HelpName = "PATH" };
    private readonly Option<string?> _route = new("--route") { Description = "The route to take.", HelpName = "NAME" };
    private readonly Option<int?> _horizon = new("--horizon") { Description = "Samples to forecast.", HelpName = "N" };
    private readonly Option<int?> _maxExperts = new("--max-experts") { Description = "The most experts to run.", HelpName = "N" };
    private readonly Option<double?> _abstainBelow = new("--abstain-below") { Description = "Confidence, 0 to 1, below which the answer abstains.", HelpName = "LEVEL" };
    private readonly Option<double?> _timeout = new("--timeout") { Description = "Seconds after which the answer is no longer wanted.", HelpName = "SECONDS" };
    private readonly Option<Uri?> _node = new("--node") { Description = "Ask this running node. Default: a node in this process, on the folder of --home.", HelpName = "URL", CustomParser = ParseUrl };
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as JSON." };
    private readonly NodeOptionsOnCommandLine _local = new();

    private AskCommand()
    {
    }

    public static Command Create()
    {
        var options = new AskCommand();
        var command = new TaughtCommand(
            "ask",
            "Ask about an asset, with a text, pictures, windows of sensor values, or several of these together.",
            """
            Exit code 1: the answer abstains.

            Examples:
              ia ask "pump 3 leaking at seal" --image seal.jpg --series pump3.csv --asset acme/mill/wet-end/line-1/pump-3
              ia ask --series feed.csv --task forecast --horizon 24 --json
              ia ask --image tile.jpg --overlay tile-map.png
              ia ask --node http://localhost:8080 "grinding noise from drive end"
            """)
        {
            options._text, options._images, options._series, options._files, options._overlay, options._task, options._asset, options._route, options._horizon,
            options._maxExperts, options._abstainBelow, options._timeout, options._node, options._json,
        };
        options._local.AddTo(command);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = await ReadRequestAsync(parsed, cancellationToken).ConfigureAwait(false);
        var overlay = parsed.GetValue(_overlay);
        InvalidRequestException.Require(
            overlay is null || request.Inputs.OfType<ImageInput>().Count() == 1, "--overlay", $"{overlay?.Name} is one picture, but {request.Inputs.OfType<ImageInput>().Count()} were asked about; give one --image");
        var answer = await AskAsync(parsed, request, cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, ContractJson.Indented));
        }
        else
        {
            AnsiConsole.Write(AnswerView.Render(answer, request.Asset?.ToString() ?? Words.Of(request.Task)));
        }

        if (overlay is not null)
        {
            var picture = AnswerOverlay.Draw(request.Inputs.OfType<ImageInput>().Single(), answer);
            await File.WriteAllBytesAsync(overlay.FullName, picture, cancellationToken).ConfigureAwait(false);
        }

        return answer.Abstained ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task<Answer> AskAsync(ParseResult parsed, Request request, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_node) is { } url)
        {
            using var client = new NodeClient(url, Environment.GetEnvironmentVariable("IA_API_KEY"));
            return await client.AskAsync(request, cancellationToken).ConfigureAwait(false);
        }

        await using var node = await EmbeddedNode.StartAsync(_local.Read(parsed), NullLoggerFactory.Instance, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (node.Directory.Experts.Count == 0)
        {
            throw new IndustrialAgentsException($"there are no experts in {_local.ExpertsFolder(parsed)}; add one with 'ia experts add FOLDER', or name a folder with --experts");
        }

        return await node.Router.AskAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Request> ReadRequestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var inputs = new List<RequestInput>();
        if (parsed.GetValue(_text) is { } text)
        {
            inputs.Add(new TextInput(text));
        }

        foreach (var file in parsed.GetValue(_images) ?? [])
        {
            inputs.Add(new ImageInput(await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var file in parsed.GetValue(_series) ?? [])
        {
            inputs.Add(new SeriesInput(SeriesReader.ReadFile(file.FullName).Series));
        }

        foreach (var file in parsed.GetValue(_files) ?? [])
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            inputs.Add(new TensorInput(Tensor.Wrap(ElementType.UInt8, new TensorShape(bytes.Length), bytes)));
        }

        if (inputs.Count == 0)
        {
            throw new IndustrialAgentsException("nothing was asked: give a text, --image, --series or --file");
        }

        return new Request
        {
            Task = parsed.GetValue(_task) ?? (parsed.GetValue(_overlay) is null ? DefaultTask(inputs) : ExpertTask.Detect),
            Inputs = inputs,
            Asset = parsed.GetValue(_asset) is { } asset ? AssetPath.Parse(asset) : null,
            Route = parsed.GetValue(_route),
            Parameters = new RequestParameters { Horizon = parsed.GetValue(_horizon) },
            Constraints = new RequestConstraints
            {
                Deadline = parsed.GetValue(_timeout) is { } seconds ? TimeProvider.System.GetUtcNow().AddSeconds(seconds) : null,
                MaxExperts = parsed.GetValue(_maxExperts),
                AbstainBelow = parsed.GetValue(_abstainBelow),
            },
        };
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens[^1].Value;
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + '/', UriKind.Absolute, out var url) && url!.Scheme is "http" or "https")
        {
            return url;
        }

        argument.AddError($"--node: '{text}' is not the address of a node; write http://HOST:PORT");
        return null;
    }

    private static ExpertTask DefaultTask(List<RequestInput> inputs) =>
        inputs.Select(input => input.Modality).Distinct().Count() > 1 ? ExpertTask.Diagnose
        : inputs[0].Modality == Modality.TimeSeries ? ExpertTask.Detect
        : ExpertTask.Classify;
}
