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
    private const string DefaultText = "text";
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg", ".bmp"];

    public static Command Create()
    {
        var (target, source) = (new ExpertTarget(), new SeriesSource());
        var data = new Option<string?>("--data") { Description = "A folder with a folder of pictures or recordings for each class; a CSV table of texts or of samples; or a JSONL file of chats.", HelpName = "PATH" };
        var text = new Option<string>("--text") { Description = "With texts: the column with the texts.", DefaultValueFactory = _ => DefaultText, HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "With a table: the column with the classes.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var learning = new LearningOptions<string>("recordings that were added before and are taken off again, such as wrongly labelled ones; read as they were then.", "PATH");
        var series = new FitSeriesClassifier(new WindowSource(source, label), target, learning);
        var command = new TaughtCommand(
            "classify",
            "A classifier of pictures, texts or series, fitted to examples of each class.",
            """
            Pictures (PNG, JPEG, BMP): fixed scattering filters and binary patterns with a ridge head. Texts: character n-grams with a ridge
            head. Series: spectrum and MiniRocket of windows with a ridge head. All give calibrated probabilities; settings are chosen on examples
            left out.

            Which it is: a folder is of pictures where the folders of its classes hold pictures, of series where they hold .csv, .tsv or .f32 files
            (raw little-endian float32 of one channel; say --period). A .jsonl file is of chats. A table is of texts where it has the column that
            --text names, else of series: its rows are samples, and each run of equal labels is cut into windows.

            A classifier of series keeps the sums that it was solved from, so it learns on without the old data, new classes as well; its
            temperature stays that of the first fit.

            Examples:
              ia fit classify --data pictures --out surfaces            pictures/scratches/1.jpg, pictures/patches/1.jpg, ...
              ia fit classify --data orders.csv --text description --label failure_mode --out work-orders
              ia fit classify --data bearings --period 0.0000833 --window 1024 --out bearing-faults       bearings/inner/1.f32, bearings/outer/1.f32, ...
              ia fit classify --data line3.csv --label state --window 256 --step 128 --out line3-state
              ia fit classify --from bearing-faults --data new-recordings --out bearing-faults
              ia fit classify --from bearing-faults --forget mislabelled --out bearing-faults
              ia fit classify --like bearing-faults --data plant-b --out plant-b
              ia fit classify --from bearing-faults --merge plant-b --out both
            """)
        { data, text, label };
        series.AddTo(command);
        learning.AddTo(command);
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var path = parsed.GetValue(data);
            var learnsOn = learning.Read(parsed, path is not null) is not (null, null, _, _);
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    if (learnsOn || path is null)
                    {
                        return series.Fit(parsed, path, progress, token);
                    }

                    var id = target.Id(parsed);
                    progress.Report($"reading {Path.GetFileName(path)}");
                    return Find(path, parsed.GetValue(text)!, parsed.GetResult(text) is { Implicit: false }) switch
                    {
                        ClassifyData.Pictures => FitPictures(path, id, progress, token),
                        ClassifyData.Texts => FitTexts(path, parsed.GetValue(text)!, parsed.GetValue(label)!, id, progress),
                        _ => series.Fit(parsed, path, progress, token),
                    };
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    private static ClassifyData Find(string path, string text, bool textIsSaid)
    {
        if (!Directory.Exists(path))
        {
            return Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) || textIsSaid || !File.Exists(path) || Header(path).Contains(text) ? ClassifyData.Texts : ClassifyData.Series;
        }

        var files = Directory.EnumerateDirectories(path).SelectMany(Directory.EnumerateFiles).ToArray();
        var (pictures, recordings) = (files.FirstOrDefault(IsPicture), files.FirstOrDefault(WindowSource.IsRecording));
        InvalidRequestException.Require(
            pictures is not null || recordings is not null,
            "--data",
            $"{path} has no folders with {string.Join(", ", PictureExtensions)}, .csv, .tsv or .f32 files; put the pictures or recordings of each class into a folder of its name");
        InvalidRequestException.Require(
            pictures is null || recordings is null, "--data", $"{path} has pictures ({Path.GetFileName(pictures)}) and recordings ({Path.GetFileName(recordings)}); put them into two folders and fit one each");
        return pictures is not null ? ClassifyData.Pictures : ClassifyData.Series;
    }

    private static bool IsPicture(string file) => PictureExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    // Cells of the first line, by whichever separator.
    private static string[] Header(string file)
    {
        try
        {
            return [.. (File.ReadLines(file).FirstOrDefault() ?? "").Split([',', ';', '\t', '|']).Select(cell => cell.Trim().Trim('"'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("--data", $"{file} cannot be read: {e.Message}", e);
        }
    }

    private static FittedExpert FitPictures(string folder, ExpertId id, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // By name within a class: pictures taken one after another lie next to each other.
        var pictures = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(own => Directory.EnumerateFiles(own)
                .Where(IsPicture)
                .Order(StringComparer.Ordinal)
                .Select(file => new LabelledPicture(Path.GetFileName(own), File.ReadAllBytes(file))))
            .ToArray();
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
