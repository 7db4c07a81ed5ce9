using IndustrialAgents.Assets;
using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Demo;

/// <summary>A simulated line of pumps with faults injected.</summary>
internal sealed class SimulatedScenario(int seed) : IDemoScenario
{
    private const int Assets = 6;
    private const int FitSeconds = 600;
    private const int Seconds = 2400;
    private const int FaultsPerAsset = 3;
    private const int PicturesPerClass = 40;
    private const int TextsPerClass = 60;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    private readonly Random _evidence = new(seed + 1);

    public string Title => "A simulated line";

    public string Remark =>
        $"{Assets} simulated pumps at one row a second, {FaultsPerAsset} faults each. Detectors are fitted on the first {FitSeconds} rows of each pump, which are normal; "
        + $"the picture and text experts on {PicturesPerClass} pictures and {TextsPerClass} work orders of each condition, drawn apart from those shown. In some pictures the fault is out of sight; some texts are vague, some mislead.";

    public IReadOnlyList<DemoStream> Prepare(string expertsFolder, IProgress<string> progress)
    {
        var random = new Random(seed);
        FitPictures(random, expertsFolder, progress);
        FitTexts(random, expertsFolder, progress);
        DemoExperts.SaveDiagnose(
            expertsFolder, [DemoRow.Normal, .. SimulatedFailures.Faults.Select(failure => failure.Label())]);

        var line = new SimulatedLine(Assets, FitSeconds, Seconds, FaultsPerAsset, seed);
        var streams = new List<DemoStream>();
        for (var asset = 0; asset < Assets; asset++)
        {
            var path = line.Assets[asset].Asset;
            progress.Report($"detectors of {path}");
            var normal = new SampleWindow(SimulatedPump.Channels, SimulatedPump.SamplePeriod, FitSeconds);
            var row = new float[SimulatedPump.Channels.Count];
            for (var second = 0; second < FitSeconds; second++)
            {
                line.Next(asset, second, row);
                normal.Push(Start.AddSeconds(second), row);
            }

            var agent = DemoExperts.FitDetectors(expertsFolder, path, normal.ToSeries());
            streams.Add(new DemoStream(agent, Rows(line, asset)));
        }

        return streams;
    }

    public DemoEvidence Evidence(string truth)
    {
        var failure = Enum.GetValues<SimulatedFailure>().First(failure => failure.Label() == truth);
        return new DemoEvidence([new ImageInput(SurfaceImage.Create(failure, _evidence)), new TextInput(WorkOrderText.Create(failure, _evidence))], truth);
    }

    private static IEnumerable<DemoRow> Rows(SimulatedLine line, int asset)
    {
        for (var second = FitSeconds; second < FitSeconds + Seconds; second++)
        {
            var row = new float[SimulatedPump.Channels.Count];
            var failure = line.Next(asset, second, row);
            yield return new DemoRow(Start.AddSeconds(second), row, failure.Label());
        }
    }

    private static void FitPictures(Random random, string expertsFolder, IProgress<string> progress)
    {
        progress.Report("pictures");
        var examples = Enum.GetValues<SimulatedFailure>()
            .SelectMany(failure => Enumerable.Range(0, PicturesPerClass).Select(_ => new LabelledPicture(failure.Label(), SurfaceImage.Create(failure, random))))
            .ToList();
        DemoExperts.SavePictureExpert(expertsFolder, examples, SurfaceImage.Size, SameNames(examples.Select(example => example.Label)));
    }

    private static void FitTexts(Random random, string expertsFolder, IProgress<string> progress)
    {
        progress.Report("work orders");
        var examples = Enum.GetValues<SimulatedFailure>()
            .SelectMany(failure => Enumerable.Range(0, TextsPerClass).Select(_ => (WorkOrderText.Create(failure, random), failure.Label())))
            .ToList();
        DemoExperts.SaveTextExpert(expertsFolder, examples, SameNames(examples.Select(example => example.Item2)));
    }

    private static Dictionary<string, string> SameNames(IEnumerable<string> labels) => labels.Distinct().ToDictionary(label => label);
}
