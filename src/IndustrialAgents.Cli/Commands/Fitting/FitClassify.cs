using System.CommandLine;
using System.Diagnostics;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision.Pictures;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit classify</c>.</summary>
internal static class FitClassify
{
    private const string DefaultText = "text";

    public static Command Create()
    {
        var (target, source) = (new ExpertTarget(), new SeriesSource());
        var data = new Option<string?>("--data") { Description = "A folder with a folder of pictures or recordings for each class; a CSV table of texts or of samples; or a JSONL file of chats.", HelpName = "PATH" };
        var text = new Option<string>("--text") { Description = "With texts: the column with the texts.", DefaultValueFactory = _ => DefaultText, HelpName = "COLUMN" };
        var label = new Option<string>("--label") { Description = "With a table: the column with the classes.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var learning = new LearningOptions("pictures or recordings that were added before and are taken off again, such as wrongly labelled ones; read as they were then.", "PATH");
        var series = new FitSeriesClassifier(new WindowSource(source, label), target);
        var texts = new FitTextClassifier();
        var pictures = new FitPictureClassifier(new PictureSource(), new BackboneOptions(), target);
        var command = new TaughtCommand(
            "classify",
            "A classifier of pictures, texts or series, fitted to examples of each class.",
            """
            Pictures (PNG, JPEG, BMP): fixed filters (wavelet scattering, binary patterns), or an ONNX model of your own with --backbone, random features of
            these where they help, and a ridge head. Texts: character n-grams and words with a linear head (--head), or the vectors of a sentence
            encoder with a ridge head (--encoder). Series: spectrum and MiniRocket of windows with a ridge head. All give calibrated probabilities;
            settings are chosen on examples left out.

            Which it is: a folder is of pictures where the folders of its classes hold pictures, of series where they hold .csv, .tsv or .f32 files
            (raw little-endian float32 of one channel; say --period). A .jsonl file is of chats. A table is of texts where it has the column that
            --text names, else of series: its rows are samples, and each run of equal labels is cut into windows.

            Classifiers of pictures and of series keep the sums that they were solved from, so they learn on without the old data, new classes as well;
            features and temperature stay those of the first fit.

            Examples:
              ia fit classify --data pictures --out surfaces            pictures/scratches/1.jpg, pictures/patches/1.jpg, ...
              ia fit classify --data pictures --backbone mobilenet_v2 --out surfaces-mobilenet
              ia fit classify --data pictures --backbone resnet.onnx --layer /layer3/Relu_output_0 --copies 3 --out surfaces
              ia fit classify --from surfaces --data new-class --out surfaces
              ia fit classify --data orders.csv --text description --label failure_mode --out work-orders
              ia fit classify --data orders.csv --text description --encoder models/minilm --out work-orders
              ia fit classify --data bearings --period 0.0000833 --window 1024 --out bearing-faults       bearings/inner/1.f32, bearings/outer/1.f32, ...
              ia fit classify --data line3.csv --label state --window 256 --step 128 --out line3-state
              ia fit classify --from bearing-faults --forget mislabelled --out bearing-faults
              ia fit classify --like bearing-faults --data plant-b --out plant-b
              ia fit classify --from bearing-faults --merge plant-b --out both
            """)
        { data, text, label };
        texts.AddTo(command);
        pictures.AddTo(command);
        series.AddTo(command);
        learning.AddTo(command);
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var path = parsed.GetValue(data);
            var plan = learning.Read(parsed, path is not null);
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {Path.GetFileName(path ?? plan.Expert!.Name)}");
                    var kind = path is null ? (ClassifyData?)null : Find(path, parsed.GetValue(text)!, parsed.GetResult(text) is { Implicit: false });
                    switch (plan.Expert is null ? kind : Kept(plan, kind, path))
                    {
                        case ClassifyData.Pictures:
                            texts.Refuse(parsed);
                            return pictures.Fit(parsed, plan, path, progress, token);
                        case ClassifyData.Texts:
                            pictures.Refuse(parsed);
                            return texts.Fit(parsed, path!, parsed.GetValue(text)!, parsed.GetValue(label)!, target.Id(parsed), progress, token);
                        default:
                            pictures.Refuse(parsed);
                            texts.Refuse(parsed);
                            return series.Fit(parsed, plan, path, progress, token);
                    }
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    // What an expert learns on is told by what it kept.
    private static ClassifyData Kept(LearningPlan plan, ClassifyData? data, string? path)
    {
        var folder = plan.Expert!.FullName;
        var id = ManifestReader.ReadFolder(folder).Id;
        var kept = PictureLearner.IsKeptIn(folder) ? ClassifyData.Pictures
            : SeriesClassifierLearner.IsKeptIn(folder) ? ClassifyData.Series
            : throw new InvalidRequestException(plan.Option, $"{id} in {folder} kept no sums of pictures or windows to learn on from; fit one with 'ia fit classify', of pictures or series");
        InvalidRequestException.Require(path is null || Path.Exists(path), "--data", $"there is nothing at {path}; name the folder of {kept.ToString().ToLowerInvariant()} to learn");
        InvalidRequestException.Require(
            data is null || data == kept, "--data", $"{path} has {data?.ToString().ToLowerInvariant()}, but {id} learns from {kept.ToString().ToLowerInvariant()}; give it {kept.ToString().ToLowerInvariant()}");
        return kept;
    }

    private static ClassifyData Find(string path, string text, bool textIsSaid)
    {
        if (!Directory.Exists(path))
        {
            return Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) || textIsSaid || !File.Exists(path) || Header(path).Contains(text) ? ClassifyData.Texts : ClassifyData.Series;
        }

        var files = Directory.EnumerateDirectories(path).SelectMany(Directory.EnumerateFiles).ToArray();
        var (pictures, recordings) = (files.FirstOrDefault(PictureSource.IsPicture), files.FirstOrDefault(WindowSource.IsRecording));
        InvalidRequestException.Require(
            pictures is not null || recordings is not null,
            "--data",
            $"{path} has no folders with {PictureSource.KnownExtensions}, .csv, .tsv or .f32 files; put the pictures or recordings of each class into a folder of its name");
        InvalidRequestException.Require(
            pictures is null || recordings is null, "--data", $"{path} has pictures ({Path.GetFileName(pictures)}) and recordings ({Path.GetFileName(recordings)}); put them into two folders and fit one each");
        return pictures is not null ? ClassifyData.Pictures : ClassifyData.Series;
    }

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
}
