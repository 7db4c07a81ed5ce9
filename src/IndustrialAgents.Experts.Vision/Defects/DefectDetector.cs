using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// Finds defects after seeing good parts alone: fixed features of patches, a score of how far each is from those of good parts, and a threshold with a
/// stated false-alarm rate. One ONNX model. Immutable and thread-safe; dispose it to let go of the model.
/// </summary>
public sealed class DefectDetector : IDisposable
{
    /// <summary>The model's output: scores of the patches, row by row [batch, patches].</summary>
    public const string Scores = PatchScorer.Output;

    private readonly OnnxGraph _graph;
    private readonly OnnxSession _session;
    private readonly ImageStep _step;
    private readonly ManifestStep _preprocess;
    private readonly double _width;
    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _held;

    private DefectDetector(OnnxGraph graph, PatchFeatures features, DefectDetectorOptions options, double[] held)
    {
        (_graph, _preprocess, _rows, _columns) = (graph, features.Preprocess, features.Rows, features.Columns);
        (Options, Pictures, _held) = (options, held.Length, held);
        if (options.Tile is { } tile)
        {
            _preprocess = new ManifestStep { Use = _preprocess.Use, Options = new Dictionary<string, JsonElement>(_preprocess.Options) { ["tile"] = JsonSerializer.SerializeToElement(tile, ContractJson.Options) } };
        }

        _step = PictureFeatures.CreateStep(_preprocess);
        _session = Load(graph);
        Threshold = ConformalQuantile.Upper(held, 1 - options.FalseAlarmRate);
        FalseAlarmRate = Math.Max(options.FalseAlarmRate, 1.0 / (held.Length + 1));
        var mean = held.Average();
        _width = Math.Max(Math.Sqrt(held.Sum(score => (score - mean) * (score - mean)) / held.Length), 1e-6);
    }

    /// <summary>How it was fitted.</summary>
    public DefectDetectorOptions Options { get; }

    /// <summary>Good pictures that it was fitted to.</summary>
    public int Pictures { get; }

    /// <summary>Score above which a picture is called defective.</summary>
    public double Threshold { get; }

    /// <summary>
    /// Rate at which good parts like those seen lie above the threshold: as asked for, or one in the number of pictures and one more where these are too
    /// few to tell a smaller rate.
    /// </summary>
    public double FalseAlarmRate { get; }

    /// <summary>Fits to pictures of good parts. The threshold comes from scores that each got from a fit on the others' folds (cross-conformal, Vovk 2015, doi:10.1007/s10472-013-9368-4).</summary>
    /// <param name="good">The bytes of PNG, JPEG or BMP files, at least 4; those taken one after another next to each other.</param>
    /// <param name="options">How.</param>
    /// <param name="backbone">Patches of a model's feature map instead of those of fixed filters; stays the caller's.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few pictures, one cannot be read, or an option is wrong; the message says which.</exception>
    public static DefectDetector Fit(
        IReadOnlyList<ReadOnlyMemory<byte>> good, DefectDetectorOptions? options = null, PatchFeatures? backbone = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(good);
        options ??= new DefectDetectorOptions();
        options.Validate();
        InvalidRequestException.Require(good.Count >= 4, "good", $"{good.Count} pictures; give at least 4 of good parts, some to fit and some to judge");
        using var own = backbone is null ? PatchFeatures.Textures(options.Side) : null;
        var features = backbone ?? own!;
        var patches = Extract(features, good, options.Tile, cancellationToken);
        var held = new double[good.Count];
        var folds = Math.Min(options.Folds, good.Count / 2);
        for (var fold = 0; fold < folds; fold++)
        {
            var others = patches.Where((_, i) => i * folds / good.Count != fold).SelectMany(tiles => tiles).ToArray();
            using var scorer = Load(PatchScorer.Fit(others, features.Channels, options, cancellationToken));
            for (var i = 0; i < good.Count; i++)
            {
                if (i * folds / good.Count == fold)
                {
                    held[i] = patches[i].Max(tile => Judge(scorer, tile, features));
                }
            }
        }

        Array.Sort(held);
        return new DefectDetector(features.Join(PatchScorer.Fit([.. patches.SelectMany(tiles => tiles)], features.Channels, options, cancellationToken)), features, options, held);
    }

    /// <summary>Judges a picture of any size.</summary>
    public DefectMap Judge(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Options.Tile is not { } tile)
        {
            return Run(image);
        }

        return DefectMap.Stitch([.. ImageTile.Cut(image.Width, image.Height, tile).Select(own =>
        {
            var map = Run(image.Crop(own.Left, own.Top, own.Width, own.Height));
            var grid = map.Grid;
            return new DefectMap(
                map.Scores.ToArray(),
                grid with { Width = image.Width, Height = image.Height, Left = grid.Left + own.Left, Top = grid.Top + own.Top, Right = grid.Right + own.Left, Bottom = grid.Bottom + own.Top },
                Threshold);
        })]);
    }

    /// <summary>The detector as an expert of the task detect, whose scores are a map of the patches with their <see cref="AnomalyScores.Grid"/>; the picture is as unusual as its most unusual patch.</summary>
    public FittedExpert ToExpert(ExpertId id) => new(
        new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.Vision,
            Tasks = [ExpertTask.Detect],
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"Finds defects by {Options.Method} after {Pictures} good pictures; false alarms at most {FalseAlarmRate:0.###} of good parts like those. Scores are a map of {_rows} x {_columns} patches{(Options.Tile is null ? "" : " a tile")}."),
            Inputs = [new ManifestInput { Kind = Modality.Vision, Preprocess = _preprocess }],
            Output = PictureFeatures.Step(
                "defectMap",
                ("output", Scores), ("rows", _rows), ("columns", _columns), ("threshold", Threshold), ("width", _width), ("falseAlarmRate", FalseAlarmRate), ("calibration", _held)),
            Batching = new BatchingPolicy { MaxBatch = 1 },
        },
        _graph.ToBytes());

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private DefectMap Run(Image image)
    {
        var outputs = _session.Run(new Dictionary<string, Tensor> { [_session.Inputs[0].Name] = _step.Convert(image, out var geometry) });
        return new DefectMap(outputs[Scores].AsSpan<float>().ToArray(), geometry.Grid(_rows, _columns), Threshold);
    }

    private static OnnxSession Load(OnnxGraph graph) => OnnxSession.Load(graph.ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, graph.Name);

    private static double Judge(OnnxSession scorer, float[] patches, PatchFeatures features)
    {
        var (count, channels) = (features.Rows * features.Columns, features.Channels);
        var map = new float[patches.Length];
        for (var i = 0; i < patches.Length; i++)
        {
            map[(i % channels * count) + (i / channels)] = patches[i];
        }

        var outputs = scorer.Run(new Dictionary<string, Tensor> { [PatchScorer.Input] = Tensor.Create<float>(map, new TensorShape(1, channels, features.Rows, features.Columns)) });
        return System.Numerics.Tensors.TensorPrimitives.Max(outputs[Scores].AsSpan<float>());
    }

    // Patches of each tile of each picture; a picture that is not cut is one tile.
    private static float[][][] Extract(PatchFeatures features, IReadOnlyList<ReadOnlyMemory<byte>> good, ImageTileOptions? tile, CancellationToken cancellationToken)
    {
        var patches = new float[good.Count][][];
        try
        {
            Parallel.For(0, good.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                try
                {
                    var image = ImageDecoder.Decode(good[i].Span);
                    patches[i] = tile is null
                        ? [features.Extract(image)]
                        : [.. ImageTile.Cut(image.Width, image.Height, tile).Select(own => features.Extract(image.Crop(own.Left, own.Top, own.Width, own.Height)))];
                }
                catch (InvalidRequestException error) when (error.Field == "inputs")
                {
                    throw new InvalidRequestException($"good[{i}]", error.Message[(error.Field.Length + 2)..], error);
                }
                catch (ImageFormatException error)
                {
                    throw new InvalidRequestException($"good[{i}]", error.Message, error);
                }
            });
            return patches;
        }
        catch (AggregateException error) when (error.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
            throw;
        }
    }
}
