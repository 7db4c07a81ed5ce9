using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Hosting;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia experts</c>.</summary>
internal static class ExpertsCommand
{
    public static Command Create()
    {
        var node = new NodeOptionsOnCommandLine();
        var command = new TaughtCommand(
            "experts",
            "List, add, remove and inspect the experts of a node.",
            """
            Experts are folders with a manifest, expert.json, in the folder 'experts' of the node's own. A running node takes up what is added
            and lets go of what is removed at once.
            """)
        {
            List(node),
            Add(node),
            Remove(node),
            Inspect(node),
        };
        node.AddTo(command);
        return command;
    }

    private static Command List(NodeOptionsOnCommandLine node)
    {
        var command = new Command("list", "List the installed experts, and the folders that are none.");
        command.SetAction(parsed =>
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn("expert").AddColumn("modality").AddColumn("tasks").AddColumn("model").AddColumn("description");
            foreach (var (_, manifest) in node.AllExpertsFolders(parsed).SelectMany(ExpertInstaller.Installed))
            {
                table.AddRow(
                    manifest.Id.ToString(),
                    Words.Of(manifest.Modality),
                    string.Join(", ", manifest.Tasks.Select(Words.Of)),
                    manifest.ModelHash is { } hash ? hash[..12] : "-",
                    Markup.Escape(manifest.Description ?? ""));
            }

            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static TaughtCommand Add(NodeOptionsOnCommandLine node)
    {
        var source = new Argument<string>("source") { Description = "A folder with a manifest, or an .onnx file, which gets a manifest that passes tensors through." };
        var command = new TaughtCommand(
            "add",
            "Copy an expert into the node's folder.",
            """
            Missing hashes are filled in; the manifest is checked and the model loaded once before.

            Examples:
              ia experts add my-experts/pump-forecast
              ia experts add model.onnx
            """)
        { source };
        command.SetAction(parsed =>
        {
            var manifest = ExpertInstaller.Add(parsed.GetValue(source)!, node.ExpertsFolder(parsed), ExpertCatalog.Of(node.Read(parsed).Modules));
            AnsiConsole.MarkupLineInterpolated($"added {manifest.Id}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(NodeOptionsOnCommandLine node)
    {
        var name = new Argument<string>("expert") { Description = "Its name, or name@version where several versions are installed." };
        var command = new Command("remove", "Delete an installed expert with its files.") { name };
        command.SetAction(parsed =>
        {
            AnsiConsole.MarkupLineInterpolated($"removed {ExpertInstaller.Remove(parsed.GetValue(name)!, node.ExpertsFolder(parsed))}");
            return ExitCode.Done;
        });
        return command;
    }

    private static TaughtCommand Inspect(NodeOptionsOnCommandLine node)
    {
        var source = new Argument<string>("expert") { Description = "An installed expert's name, a folder with a manifest, or an .onnx file." };
        var command = new TaughtCommand(
            "inspect",
            "Show an expert's manifest and its model's inputs, outputs, size and metadata.",
            """
            Examples:
              ia experts inspect pump-forecast
              ia experts inspect model.onnx
            """)
        { source };
        command.SetAction(parsed =>
        {
            var named = parsed.GetValue(source)!;
            var installed = node.AllExpertsFolders(parsed).SelectMany(ExpertInstaller.Installed)
                .FirstOrDefault(expert => expert.Manifest.Name == named || expert.Manifest.Id.ToString() == named);
            Show(ExpertInstaller.Inspect(installed.Folder ?? named));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(ExpertInspection inspection)
    {
        Console.WriteLine(ManifestReader.Write(inspection.Manifest));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model's").AddColumn("name").AddColumn("type").AddColumn("dimensions");
        Add(table, "input", inspection.Inputs);
        Add(table, "output", inspection.Outputs);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{inspection.Bytes:N0} bytes in {Markup.Escape(inspection.Folder)}"));
        if (inspection.Metadata is { } metadata)
        {
            AnsiConsole.MarkupLineInterpolated($"made by {metadata.Producer}, graph {metadata.GraphName}, version {metadata.Version}");
            foreach (var (key, value) in metadata.Custom)
            {
                AnsiConsole.MarkupLineInterpolated($"{key}: {value}");
            }
        }
    }

    private static void Add(Table table, string role, IReadOnlyList<ModelTensorInfo> tensors)
    {
        foreach (var tensor in tensors)
        {
            table.AddRow(role, Markup.Escape(tensor.Name), tensor.ElementType.ToString(), Markup.Escape($"[{string.Join(", ", tensor.Dimensions.Select(d => d < 0 ? "any" : d.ToString(CultureInfo.InvariantCulture)))}]"));
        }
    }
}
