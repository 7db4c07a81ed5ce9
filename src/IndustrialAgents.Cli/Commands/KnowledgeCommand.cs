using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.Language.Knowledge;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands;

/// <summary><c>ia knowledge</c>.</summary>
internal static class KnowledgeCommand
{
    private static readonly Option<FileInfo> File = new("--file") { Description = "The file of documents, as an expert's option 'file' names it.", Required = true, HelpName = "FILE", Recursive = true };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "Whose documents.", DefaultValueFactory = _ => KnowledgeStore.DefaultTenant, HelpName = "NAME", Recursive = true };
    private static readonly Option<string?> Asset = new("--asset") { Description = "The asset they are about, or asked about.", HelpName = "PATH" };

    public static Command Create()
    {
        var command = new TaughtCommand(
            "knowledge",
            "Add, list, remove and search a plant's documents.",
            $"""
            Reads {string.Join(", ", DocumentReader.Endings)}. The expert 'knowledge' answers from the same file, also while it changes; nothing leaves this machine.

            Example: ia knowledge add manuals --file experts/plant-knowledge/knowledge.db
            """)
        { Add(), List(), Remove(), Search() };
        command.Add(File);
        command.Add(Tenant);
        return command;
    }

    private static Command Add()
    {
        var path = new Argument<string>("path") { Description = "A document, or a folder of documents with its folders." };
        var command = new Command("add", "Add documents, or replace those that changed.") { path, Asset };
        command.SetAction(parsed =>
        {
            using var store = KnowledgeStore.Open(parsed.GetValue(File)!.FullName);
            var asset = parsed.GetValue(Asset) is { } text ? AssetPath.Parse(text) : (AssetPath?)null;
            var failed = false;
            foreach (var (file, name) in Documents(parsed.GetValue(path)!))
            {
                try
                {
                    var added = store.Add(parsed.GetValue(Tenant)!, name, System.IO.File.ReadAllBytes(file), asset);
                    AnsiConsole.MarkupLineInterpolated($"{added.Id} {added.Name}: {Passages(added)}{(added.Encoding is { } encoding ? $", {encoding}" : "")}");
                }
                catch (InvalidRequestException e)
                {
                    failed = true;
                    Console.Error.WriteLine($"ia: {e.Message}");
                }
            }

            return failed ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the documents.");
        command.SetAction(parsed =>
        {
            using var store = KnowledgeStore.Open(parsed.GetValue(File)!.FullName);
            foreach (var document in store.List(parsed.GetValue(Tenant)))
            {
                AnsiConsole.MarkupLineInterpolated($"{document.Id} {document.Name}: {Passages(document)}{(document.Asset is { } asset ? $", about {asset}" : "")}{(document.Origin is { } origin ? $", from {origin}" : "")}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<long>("id") { Description = "The document's id, as 'list' shows it." };
        var command = new Command("remove", "Remove a document.") { id };
        command.SetAction(parsed =>
        {
            using var store = KnowledgeStore.Open(parsed.GetValue(File)!.FullName);
            return store.Remove(parsed.GetValue(Tenant)!, parsed.GetValue(id))
                ? ExitCode.Done
                : throw new InvalidRequestException("id", $"{parsed.GetValue(id)} is no document of tenant '{parsed.GetValue(Tenant)}'; 'ia knowledge list' shows them");
        });
        return command;
    }

    private static Command Search()
    {
        var question = new Argument<string>("question") { Description = "The question." };
        var command = new Command("search", "Find the passages that fit a question best.") { question, Asset };
        command.SetAction(parsed =>
        {
            using var store = KnowledgeStore.Open(parsed.GetValue(File)!.FullName);
            using var index = new KnowledgeIndex(store);
            var asset = parsed.GetValue(Asset) is { } text ? AssetPath.Parse(text) : (AssetPath?)null;
            foreach (var hit in index.Search(parsed.GetValue(Tenant)!, parsed.GetValue(question)!, 5, asset))
            {
                AnsiConsole.MarkupLineInterpolated($"[bold]{hit.Document.Name}, {hit.Chunk.Place}[/] {hit.Score.ToString("0.000", CultureInfo.InvariantCulture)}");
                Console.WriteLine(hit.Chunk.Text);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Passages(KnowledgeDocument document) => document.Chunks == 1 ? "1 passage" : string.Create(CultureInfo.InvariantCulture, $"{document.Chunks} passages");

    private static IEnumerable<(string File, string Name)> Documents(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(DocumentReader.Reads)
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Path.GetRelativePath(path, file).Replace('\\', '/')))
        : [(path, Path.GetFileName(path))];
}
