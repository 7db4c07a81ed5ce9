using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Vision;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Pictures a minute from a JPEG file to objects in its pixels, by the YOLOX-Nano of the recorded data (80 classes).</summary>
internal static class BoxesBench
{
    private const int Pictures = 40;
    private const int Rounds = 5;
    private const int Threads = 2;
    private const int Side = 416;

    /// <summary>Measures; takes about a quarter of a minute. Empty where the environment variable IA_DATA names no folder with the model.</summary>
    public static Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("IA_DATA") ?? "", "models", "yolox_nano");
        var model = Path.Combine(folder, "yolox_nano.onnx");
        if (!File.Exists(model))
        {
            progress.Report($"objects are left out: {model} is not there; set IA_DATA to the folder with recorded data");
            return Task.FromResult<IReadOnlyList<Figure>>([]);
        }

        return Task.Run<IReadOnlyList<Figure>>(
            async () =>
            {
                using var session = OnnxSession.Load(model, new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] });
                var labels = await File.ReadAllLinesAsync(Path.Combine(folder, "coco_classes.txt"), cancellationToken).ConfigureAwait(false);
                var picture = await File.ReadAllBytesAsync(Directory.EnumerateFiles(folder, "*.jpg").First(), cancellationToken).ConfigureAwait(false);
                return [await MeasureAsync(session, [.. labels.Where(label => label.Length > 0)], picture, progress, cancellationToken).ConfigureAwait(false)];
            },
            cancellationToken);
    }

    private static async Task<Figure> MeasureAsync(OnnxSession session, string[] labels, byte[] picture, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (image, boxes, runner) = (Image(), Boxes(labels), new Runner(session));
        progress.Report($"pictures to objects of {labels.Length} classes");
        var (rates, found) = (new double[Rounds], 0);
        for (var round = -1; round < Rounds; round++)
        {
            // The round before the first warms up the just-in-time compiler and does not count.
            var clock = Stopwatch.StartNew();
            await Parallel.ForEachAsync(Enumerable.Range(0, Pictures), new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Threads }, async (_, token) =>
            {
                var request = new Request { Task = ExpertTask.Detect, Inputs = [new ImageInput(picture)] };
                var feed = new ModelFeed(request, runner);
                image.Prepare(request.Inputs[0], feed);
                var objects = (Detections)await boxes.RunAsync(feed, runner, token).ConfigureAwait(false);
                Volatile.Write(ref found, objects.Items.Count);
            }).ConfigureAwait(false);
            if (found == 0)
            {
                throw new InvalidOperationException("no object was found in the picture; the detector did not work");
            }

            if (round >= 0)
            {
                rates[round] = Pictures / clock.Elapsed.TotalMinutes;
            }
        }

        Array.Sort(rates);
        return new Figure(
            "vision/boxes_per_minute",
            rates[Rounds / 2],
            "images/min",
            string.Create(
                CultureInfo.InvariantCulture,
                $"a photograph of COCO (JPEG) decoded, letterboxed to {Side} x {Side}, YOLOX-Nano, boxes of {labels.Length} classes decoded and suppressed, {found} objects; {Threads} threads, median of {Rounds} rounds of {Pictures}, {rates[0]:f0} to {rates[^1]:f0}"),
            "100 abnormal images a minute with 20 defect classes, a grid operator's model in production (survey)");
    }

    private static IInputStep Image()
    {
        var step = PictureStep("image", ("width", Side), ("height", Side), ("fit", "letterbox"), ("placement", "topLeft"), ("fill", 114), ("resize", "bilinear"), ("channels", "bgr"));
        return Catalog().CreateInputStep(step, Context(step, []));
    }

    private static IOutputStep Boxes(string[] labels)
    {
        var step = PictureStep("boxes", ("scoreThreshold", 0.1));
        return Catalog().CreateOutputStep(step, Context(step, labels));
    }

    private static ManifestStep PictureStep(string use, params (string Name, object Value)[] options) => new()
    {
        Use = use,
        Options = options.ToDictionary(option => option.Name, option => System.Text.Json.JsonSerializer.SerializeToElement(option.Value)),
    };

    private static StepContext Context(ManifestStep step, string[] labels) => new(
        new Manifest { Name = "bench", Version = "1", Modality = Modality.Vision, Tasks = [ExpertTask.Detect] }, "", labels, new StepOptions("expert.json", step.Use, step));

    private static ExpertCatalog Catalog()
    {
        var catalog = new ExpertCatalog();
        new VisionModule().Register(catalog);
        return catalog;
    }

    private sealed class Runner(OnnxSession session) : IModelRunner
    {
        public IReadOnlyList<ModelTensorInfo> Inputs { get; } = [.. session.Inputs.Select(Describe)];

        public IReadOnlyList<ModelTensorInfo> Outputs { get; } = [.. session.Outputs.Select(Describe)];

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            ValueTask.FromResult(session.Run(inputs, cancellationToken));

        private static ModelTensorInfo Describe(OnnxValueInfo value) => new(value.Name, value.ElementType, [.. (value.Dimensions ?? []).Select(d => d.Length ?? -1)]);
    }
}
