using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Onnx;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Silo.Bench;

/// <summary>An expert that is asked directly and through its grain.</summary>
/// <param name="Label">What it is called in figures; empty for the one that the bar holds for.</param>
/// <param name="Summary">What it is, for the protocol.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Question">What it is asked.</param>
internal sealed record BenchExpert(string Label, string Summary, string Folder, Request Question)
{
    private const int Rows = 600;
    private const int Window = 256;
    private const int Channels = 8;

    /// <summary>Makes the experts in a folder.</summary>
    public static IReadOnlyList<BenchExpert> SaveAll(string folder) => [Detector(folder), Texts(folder), Instant(folder)];

    /// <summary>The expert, loaded into this process; dispose the pool after the last question.</summary>
    public IExpert Load(ModelPool models) =>
        new ExpertLoader(ExpertCatalog.Of([new TimeSeriesModule(), new LanguageModule(), new InstantModule()]), new PooledModels(models, TimeProvider.System)).Load(Folder);

    /// <summary>A pool of models as a silo's, in this process.</summary>
    public static ModelPool Pool() =>
        new(new ModelPoolOptions { Session = OnnxSessionOptions.Default with { Providers = [OnnxProvider.Cpu] } }, NullLogger<ModelPool>.Instance);

    private static BenchExpert Detector(string folder)
    {
        var random = new Random(5);
        var values = new float[Rows * Channels];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Sin(i / Channels / 9f) + random.NextSingle();
        }

        var series = new Series
        {
            Channels = [.. Enumerable.Range(0, Channels).Select(i => new SeriesChannel($"c{i}"))],
            Values = values,
            SamplePeriod = TimeSpan.FromSeconds(1),
        };
        var path = Path.Combine(folder, "window");
        PcaModel.Fit(series).ToExpert(new ExpertId("window", "1")).Save(path);
        return new(
            "",
            $"a PCA detector on a window of {Window} samples of {Channels} channels",
            path,
            new Request { Task = ExpertTask.Detect, Inputs = [new SeriesInput(series.Slice(0, Window))] });
    }

    private static BenchExpert Texts(string folder)
    {
        var path = Path.Combine(folder, "texts");
        (string, string)[] examples =
        [
            ("seal leaks at the shaft", "leak"), ("dripping flange", "leak"), ("bearing hums and is hot", "wear"), ("grinding noise", "wear"),
            ("runs as ever", "normal"), ("nothing to report", "normal"),
        ];
        NgramClassifier.Fit(examples, new NgramClassifierOptions { Name = "texts", Version = "1" }).Save(path);
        return new("text", "a classifier of texts, one sentence", path, Sentence());
    }

    private static BenchExpert Instant(string folder)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "instant")).FullName;
        var manifest = new Manifest
        {
            Name = "instant",
            Version = "1",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Classify],
            Inputs = [new ManifestInput { Kind = Modality.Language }],
            Code = new ManifestStep { Use = InstantModule.Use },
        };
        File.WriteAllText(Path.Combine(path, ManifestReader.FileName), ManifestReader.Write(manifest));
        return new("instant", "an expert in code that answers at once, one sentence", path, Sentence());
    }

    private static Request Sentence() => new() { Task = ExpertTask.Classify, Inputs = [new TextInput("bearing of pump 3 hums at start-up")] };
}
