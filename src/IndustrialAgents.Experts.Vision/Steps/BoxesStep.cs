using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>
/// Output step <c>boxes</c>: reads the objects of a detector of the YOLO family, suppresses those that overlap a better one, and tells them in pixels
/// of the picture as it was sent. Needs the input step <c>image</c>. Thread-safe.
/// </summary>
public sealed class BoxesStep : OutputStep
{
    private readonly BoxesStepOptions _options;
    private readonly IReadOnlyList<string> _labels;
    private readonly ExpertId _expert;

    private BoxesStep(BoxesStepOptions options, IReadOnlyList<string> labels, ExpertId expert)
    {
        _options = options;
        _labels = labels;
        _expert = expert;
    }

    /// <summary>Makes the step from a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is wrong, or the manifest has no labels.</exception>
    public static BoxesStep Create(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<BoxesStepOptions>();
        context.Options.Require(context.Labels.Count > 0, "use", "boxes need labels; give the manifest labels or labelsFile");
        context.Options.Require(Enum.IsDefined(options.Layout), "layout", $"{options.Layout}; give one of {string.Join(", ", Enum.GetNames<BoxLayout>())}");
        context.Options.Require(options.Strides.Count > 0 && options.Strides.All(stride => stride is > 0 and <= 1024), "strides", "give one to 1024 pixels a grid");
        context.Options.Require(options.ScoreThreshold is >= 0 and <= 1, "scoreThreshold", $"{options.ScoreThreshold}; it must lie between 0 and 1");
        context.Options.Require(options.OverlapThreshold is >= 0 and <= 1, "overlapThreshold", $"{options.OverlapThreshold}; it must lie between 0 and 1");
        context.Options.Require(options.MaxDetections is >= 1 and <= 10000, "maxDetections", $"{options.MaxDetections}; it must lie between 1 and 10000");
        return new BoxesStep(options, context.Labels, context.Manifest.Id);
    }

    /// <inheritdoc/>
    public override async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        if (feed.Find<ImageTiles>() is not { } tiles)
        {
            return await base.RunAsync(feed, model, cancellationToken).ConfigureAwait(false);
        }

        var found = new List<IReadOnlyList<BoxCandidate>>(tiles.Tiles.Count);
        foreach (var (outputs, geometry) in await tiles.RunAsync(feed, model, cancellationToken).ConfigureAwait(false))
        {
            found.Add([.. Keep(outputs, geometry, feed).Select(box => Move(box, geometry))]);
        }

        var kept = TileBoxes.Join(tiles.Tiles, found, _options.OverlapThreshold, _options.ClassAgnostic);
        kept = _options.Layout == BoxLayout.EndToEnd
            ? [.. kept.OrderByDescending(box => box.Score).Take(_options.MaxDetections)]
            : NonMaximumSuppression.Apply(kept, _options.OverlapThreshold, _options.ClassAgnostic, _options.MaxDetections);
        return new Detections([.. kept.Select(Tell)], tiles.Width, tiles.Height);
    }

    /// <inheritdoc/>
    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        var geometry = feed.Find<ImageGeometry>()
            ?? throw new ExpertFailedException(_expert, "the output step 'boxes' needs the input step 'image', which tells by how much the picture was scaled");
        return new Detections([.. Keep(outputs, geometry, feed).Select(box => Tell(Move(box, geometry)))], geometry.Width, geometry.Height);
    }

    private static BoxCandidate Move(BoxCandidate box, ImageGeometry geometry)
    {
        var (left, top) = geometry.ToOriginal(box.Left, box.Top);
        var (right, bottom) = geometry.ToOriginal(box.Right, box.Bottom);
        return box with { Left = left, Top = top, Right = right, Bottom = bottom };
    }

    private Detection Tell(BoxCandidate box) => new(_labels[box.Class], Math.Clamp(box.Score, 0, 1), box.Left, box.Top, box.Right, box.Bottom);

    private IReadOnlyList<BoxCandidate> Keep(IReadOnlyDictionary<string, Tensor> outputs, ImageGeometry geometry, ModelFeed feed)
    {
        var candidates = Decode(ModelTensors.Pick(outputs, _options.Output, feed, _expert), geometry);

        // An end-to-end model has suppressed by itself: its boxes may overlap.
        return _options.Layout == BoxLayout.EndToEnd
            ? [.. candidates.OrderByDescending(box => box.Score).Take(_options.MaxDetections)]
            : NonMaximumSuppression.Apply(candidates, _options.OverlapThreshold, _options.ClassAgnostic, _options.MaxDetections);
    }

    private IReadOnlyList<BoxCandidate> Decode(Tensor output, ImageGeometry geometry)
    {
        var (shape, classes) = (output.Shape, _labels.Count);
        var anchors = _options.Layout == BoxLayout.Yolox ? YoloxDecoder.CountAnchors(geometry.ModelWidth, geometry.ModelHeight, _options.Strides) : 0;
        var (holds, expected) = _options.Layout switch
        {
            BoxLayout.Yolox => (shape == new TensorShape(1, anchors, 5 + classes), $"[1, {anchors}, {5 + classes}] for strides {string.Join(", ", _options.Strides)}"),
            BoxLayout.Rows => (Is(2, 5 + classes), $"[1, boxes, {5 + classes}]"),
            BoxLayout.Columns => (Is(1, 4 + classes), $"[1, {4 + classes}, boxes]"),
            _ => (Is(2, 6), "[1, boxes, 6]"),
        };
        if (output.ElementType != ElementType.Float32 || !holds)
        {
            throw new ExpertFailedException(
                _expert, $"the model's output is {output}; 'boxes' of the layout {_options.Layout} reads Float32 {expected} and {classes} labels; set 'layout', or give one label a class");
        }

        var values = output.AsSpan<float>();
        return _options.Layout == BoxLayout.Yolox
            ? YoloxDecoder.Decode(values, classes, geometry.ModelWidth, geometry.ModelHeight, _options.Strides, _options.ScoreThreshold)
            : YoloDecoder.Decode(values, _options.Layout, classes, _options.ScoreThreshold);

        bool Is(int axis, int length) => shape.Rank == 3 && shape[0] == 1 && shape[axis] == length;
    }
}
