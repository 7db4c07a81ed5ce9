using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit classify</c>.</summary>
internal static class FitClassify
{
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg", ".bmp"];

    public static Command Create()
    {
        var target = new ExpertTarget();
        var data = new Option<string>("--data") { Description = "A folder with a folder of pictures for each class; or a CSV table of texts, or a JSONL file of chats.", HelpName = "PATH", Required = true };
        var text = new Option<string>("--text") { Description = "With a table: the column with the texts.", DefaultValueFactory = _ => "text", HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "With a table: the column with the classes.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var command = new TaughtCommand(
            "classify",
            "A classifier of pictures or texts, fitted to examples of each class.",
            """
            Pictures (PNG, JPEG, BMP): fixed scattering filters and binary patterns with a ridge head. Texts: character n-grams with a ridge
            head. Both give calibrated probabilities; settings are chosen on examples left out.

            Examples:
              ia fit classify --data pictures --out surfaces            pictures/scratches/1.jpg, pictures/patches/1.jpg, ...
              ia fit classify --data orders.csv --text description --label failure_mode --out work-orders
            """)
        { data, text, label };
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var path = parsed.GetValue(data)!;
            var id = target.Id(parsed);
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {Path.GetFileName(path)}");
                    return Directory.Exists(path)
                        ? FitPictures(path, id, progress, token)
                        : FitTexts(path, parsed.GetValue(text)!, parsed.GetValue(label)!, id, progress);
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    private static FittedExpert FitPictures(string folder, ExpertId id, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // By name within a class: pictures taken one after another lie next to each other.
        var pictures = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(own => Directory.EnumerateFiles(own)
                .Where(file => PictureExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(file => new LabelledPicture(Path.GetFileName(own), File.ReadAllBytes(file))))
            .ToArray();
        InvalidRequestException.Require(pictures.Length > 0, "--data", $"{folder} has no folders with {string.Join(", ", PictureExtensions)} files; put the pictures of each class into a folder of its name");
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {pictures.Length:N0} pictures"));
        return TextureClassifier.Fit(pictures, new TextureClassifierOptions { Name = id.Name, Version = id.Version }, cancellationToken);
    }

    private static FittedExpert FitTexts(string file, string text, string label, ExpertId id, IProgress<string> progress)
    {
        IReadOnlyList<(string Text, string Label)> examples;
        try
        {
            examples = Path.GetExtension(file).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? LabelledTexts.ReadChats(file) : LabelledTexts.ReadTable(file, text, label);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidRequestException("--data", $"{e.Message}; name the columns with --text and --label", e);
        }

        progress.Report(string.Create(CultureInfo.InvariantCulture, $"fitting to {examples.Count:N0} texts"));
        return NgramClassifier.Fit(examples, new NgramClassifierOptions { Name = id.Name, Version = id.Version });
    }
}
