using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Hosting;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia models</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var node = new NodeOptionsOnCommandLine();
        var command = new TaughtCommand(
            "models",
            "Pull pre-trained models from a model hub and make experts of them.",
            """
            A pulled model is a folder with the model's file, what it needs, and a manifest, expert.json, that says how a series or text becomes its
            inputs and how its outputs become an answer. 'ia experts add' copies it into the node.

              ia models pull OWNER/NAME     brings it, checks it, writes the manifest
              ia models list                what has been pulled
              ia models conventions         the families of models that are recognised
              ia models convert-llama2c     makes an expert of weights of llama2.c
            """)
        {
            Pull(node),
            List(node),
            Conventions(),
            ConvertLlama2c.Create(),
        };
        node.AddTo(command);
        return command;
    }

    /// <summary>The folder that pulled models are put into.</summary>
    private static string Folder(NodeOptionsOnCommandLine node, ParseResult parsed) => Path.Combine(node.Home(parsed), "models");

    private static TaughtCommand Pull(NodeOptionsOnCommandLine node)
    {
        var repository = new Argument<string>("repository") { Description = "OWNER/NAME, or OWNER/NAME@REVISION: a branch, a tag or a commit (main)." };
        var convention = new Option<string?>("--as") { Description = "The family whose convention the model follows; see 'ia models conventions'. 'onnx' passes its tensors through. Recognised by itself where left out.", HelpName = "FAMILY" };
        var files = new Option<string[]>("--file") { Description = "A file of the repository, the .onnx file first; may be given more than once. Default: the only model, or onnx/model.onnx, with its external data.", HelpName = "PATH" };
        var name = new Option<string?>("--name") { Description = "Name of the expert. Default: the repository's.", HelpName = "NAME" };
        var target = new Option<DirectoryInfo?>("--out") { Description = "The expert's folder. Default: NAME-COMMIT in the folder 'models' of the node's own.", HelpName = "DIR" };
        var hub = new HubOnCommandLine();
        var command = new TaughtCommand(
            "pull",
            "Bring a model from a hub, check it, and write its manifest.",
            """
            The revision is resolved to a commit, so that what is pulled is named for good. Every file is checked against the hub's SHA-256 (or git
            hash); one that breaks off, or is stopped with Ctrl+C, is gone on with the next time. The licence that the model's card names is shown
            and written into the manifest; whether it suits you is for you to read. Nothing is asked.

            The model is then opened: its inputs and outputs tell which family's convention it follows, or what differs from the one named with --as.

            Environment: HF_ENDPOINT, a mirror. HF_TOKEN, for repositories whose conditions you accepted; it is sent to the hub's own host only.
            HF_HUB_OFFLINE=1, no network: the hub's cache on this machine (HF_HUB_CACHE, HF_HOME) is used.

            Examples:
              ia models pull OWNER/chronos-bolt-small-onnx
              ia models pull OWNER/timesfm-onnx@v1.0 --as timesfm --name plant-forecast
              ia models pull OWNER/ttm --file onnx/model_fp16.onnx
              ia models pull OWNER/NAME --as sentence-encoder
              ia models pull OWNER/NAME --endpoint https://hub-mirror.plant.example
              ia models pull OWNER/NAME --offline /mnt/usb/hub
            """)
        { repository, convention, files, name, target };
        hub.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reference = HubReference.Parse(parsed.GetValue(repository)!);
            var from = hub.Open(parsed);
            using var closing = from as IDisposable;
            var options = new PullOptions
            {
                Convention = parsed.GetValue(convention),
                Files = parsed.GetValue(files) ?? [],
                Name = parsed.GetValue(name),
                Target = parsed.GetValue(target)?.FullName,
                Folder = Folder(node, parsed),
            };
            var puller = new ModelPuller(from);
            var model = await puller.FindAsync(reference, cancellationToken).ConfigureAwait(false);
            Describe(model);
            Show(await WorkProgress.RunAsync(reference.ToString(), progress => puller.PullAsync(model, options, progress, cancellationToken)).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(NodeOptionsOnCommandLine node)
    {
        var command = new Command("list", "List the models that have been pulled.");
        command.SetAction(parsed =>
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn("expert").AddColumn("tasks").AddColumn(new TableColumn("MB").RightAligned()).AddColumn("licence").AddColumn("from").AddColumn("folder");
            foreach (var (folder, manifest) in ModelPuller.Pulled(Folder(node, parsed)))
            {
                table.AddRow(
                    Markup.Escape(manifest.Id.ToString()),
                    string.Join(", ", manifest.Tasks.Select(Words.Of)),
                    Megabytes(manifest.Files.Sum(file => new FileInfo(Path.Combine(folder, file.Path)) is { Exists: true } there ? there.Length : 0)),
                    Markup.Escape(manifest.License ?? "not stated"),
                    Markup.Escape(manifest.Source ?? "-"),
                    Markup.Escape(folder));
            }

            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Conventions()
    {
        var command = new Command("conventions", "List the families of models whose inputs and outputs are known.");
        command.SetAction(_ =>
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn("--as").AddColumn("takes and gives").AddColumn("paper");
            foreach (var convention in ModelConvention.All)
            {
                table.AddRow(Markup.Escape(convention.Name), Markup.Escape(convention.Summary), Markup.Escape(convention.Paper));
            }

            table.AddRow(PullOptions.PassThrough, "any model: its tensors go in and come out as they are", "");
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Describe(HubModel model)
    {
        AnsiConsole.MarkupLineInterpolated($"{model.Repository} at {model.Commit ?? "an unknown commit"}, from {model.Source}");
        AnsiConsole.MarkupLineInterpolated($"licence: {model.License?.ToString() ?? "not stated; ask its owner before you use it"}");
        if (model.IsGated)
        {
            AnsiConsole.MarkupLine("gated: given out to those who accepted its conditions on the hub");
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("file").AddColumn(new TableColumn("MB").RightAligned()).AddColumn("hash");
        const int MaxRows = 40;
        foreach (var file in model.Files.Take(MaxRows))
        {
            table.AddRow(Markup.Escape(file.Path), Megabytes(file.Size), file.Hash is null ? "not known" : file.Hash.Hex[..12]);
        }

        AnsiConsole.Write(table);
        if (model.Files.Count > MaxRows)
        {
            AnsiConsole.MarkupLineInterpolated($"and {model.Files.Count - MaxRows} more");
        }
    }

    private static void Show(PulledModel pulled)
    {
        AnsiConsole.MarkupLineInterpolated($"pulled {pulled.Manifest.Id} as {pulled.Convention?.Name ?? PullOptions.PassThrough}: {pulled.Convention?.Summary ?? "its tensors go in and come out as they are"}");
        foreach (var file in pulled.Manifest.Files)
        {
            AnsiConsole.MarkupLineInterpolated($"  {file.Path}  sha256 {file.Sha256}");
        }

        foreach (var note in pulled.Notes)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]note:[/] {note}");
        }

        // Not through the console that breaks lines: these are to be copied.
        Console.WriteLine("next:");
        Console.WriteLine($"  ia experts add {pulled.Folder}");
        if (pulled.Convention is not null)
        {
            Console.WriteLine($"  ia ask --series window.csv --task {Words.Of(pulled.Manifest.Tasks[0])}");
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString(bytes < 100_000 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);
}
