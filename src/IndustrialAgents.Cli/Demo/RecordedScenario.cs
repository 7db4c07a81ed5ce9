using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision.Evaluation;

namespace IndustrialAgents.Cli.Demo;

/// <summary>
/// Recorded plant data: the SKAB pump rig's valve runs, NEU steel surfaces, and work-order texts of FMC. They come from different plants and are
/// paired here for the demonstration: each run stands for one failure mode, and its alarms come with pictures and texts of that mode.
/// </summary>
internal sealed class RecordedScenario(string data, int seed) : IDemoScenario
{
    private const int TrainPictures = 60;
    private const int LastPicture = 120;
    private const int PictureSide = 200;

    /// <summary>A failure mode as NEU's class of surface and FMC's class of text name it.</summary>
    private static readonly (string Mode, string Surface, string Text)[] Pairs =
    [
        ("blockage", "rolled-in_scale", "Plugged / choked"),
        ("leak", "pitted_surface", "Leaking"),
        ("structural damage", "crazing", "Structural deficiency"),
        ("overheating", "patches", "Overheating"),
        ("breakdown", "scratches", "Breakdown"),
        ("contamination", "inclusion", "Contamination"),
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _pictures = [];
    private readonly Dictionary<string, List<string>> _texts = [];

    public string Title => "Recorded plant data";

    public string Remark =>
        $"SKAB pump rig, 16 valve runs, detectors fitted on the first {SkabEvaluation.FitRows} rows of each run; NEU steel surfaces, fitted on numbers 1 to {TrainPictures} of each class, shown from {TrainPictures + 1} on; "
        + "FMC work orders, fitted on its training part, shown from its other parts. They come from different plants and are paired for this demonstration: each run stands for one failure mode. "
        + "There are no pictures or texts of good condition, so a false alarm comes with some fault's, and the picture and text experts are judged by what theirs shows.";

    public IReadOnlyList<DemoStream> Prepare(string expertsFolder, IProgress<string> progress)
    {
        FitPictures(expertsFolder, progress);
        FitTexts(expertsFolder, progress);
        DemoExperts.SaveDiagnose(expertsFolder, [DemoRow.Normal, .. Pairs.Select(pair => pair.Mode)]);

        var files = Directory.GetFiles(SkabEvaluation.FolderOf(data), "*.csv")
            .OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture));
        return [.. files.Select((file, i) => Stream(expertsFolder, file, Pairs[i % Pairs.Length].Mode, progress))];
    }

    public DemoEvidence Evidence(string truth)
    {
        var mode = truth == DemoRow.Normal ? Pairs[_random.Next(Pairs.Length)].Mode : truth;
        return new DemoEvidence([new ImageInput(Pick(_pictures[mode])), new TextInput(Pick(_texts[mode]))], mode);
    }

    private static DemoStream Stream(string expertsFolder, string file, string mode, IProgress<string> progress)
    {
        var path = AssetPath.Parse($"skab/testbed/valve1/run-{Path.GetFileNameWithoutExtension(file)}");
        progress.Report($"detectors of {path}");
        var table = SkabEvaluation.ReadRun(file);
        var agent = DemoExperts.FitDetectors(expertsFolder, path, table.Series.Slice(0, SkabEvaluation.FitRows));
        return new DemoStream(agent, Rows(table, mode));
    }

    private static IEnumerable<DemoRow> Rows(SeriesTable table, string mode)
    {
        var width = table.Series.Channels.Count;
        var anomaly = table.Labels["anomaly"];
        for (var i = SkabEvaluation.FitRows; i < table.Series.Length; i++)
        {
            yield return new DemoRow(table.Times[i], table.Series.Values.Slice(i * width, width), anomaly[i] > 0.5f ? mode : DemoRow.Normal);
        }
    }

    private void FitPictures(string expertsFolder, IProgress<string> progress)
    {
        progress.Report("pictures");
        var modes = Pairs.ToDictionary(pair => pair.Surface, pair => pair.Mode);
        foreach (var picture in NeuEvaluation.Read(data, TrainPictures + 1, LastPicture))
        {
            Add(_pictures, modes[picture.Label], picture.Data);
        }

        DemoExperts.SavePictureExpert(expertsFolder, NeuEvaluation.Read(data, 1, TrainPictures), PictureSide, modes);
    }

    private void FitTexts(string expertsFolder, IProgress<string> progress)
    {
        progress.Report("work orders");
        DemoExperts.SaveTextExpert(expertsFolder, ReadTexts("train"), Pairs.ToDictionary(pair => pair.Text, pair => pair.Mode));
        foreach (var (text, label) in ReadTexts("dev").Concat(ReadTexts("test")))
        {
            if (Array.Find(Pairs, pair => pair.Text == label).Mode is { } mode)
            {
                Add(_texts, mode, text);
            }
        }
    }

    private IReadOnlyList<(string Text, string Label)> ReadTexts(string part) => LabelledTexts.ReadChats(Path.Combine(data, "text", "fmc", $"{part}.jsonl"));

    private static void Add<T>(Dictionary<string, List<T>> lists, string mode, T item)
    {
        if (!lists.TryGetValue(mode, out var list))
        {
            lists.Add(mode, list = []);
        }

        list.Add(item);
    }

    private T Pick<T>(List<T> choices) => choices[_random.Next(choices.Count)];
}
