using IndustrialAgents.Experts.Vision.Defects;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>
/// Output step <c>defectMap</c>: scores of the patches of a picture as <see cref="AnomalyScores"/> with a <see cref="ScoreGrid"/>; the picture is as
/// unusual as its most unusual patch. Needs the input step <c>image</c>; maps of its tiles are stitched. Thread-safe.
/// </summary>
public sealed class DefectMapStep : OutputStep
{
    private readonly DefectMapStepOptions _options;
    private readonly double[] _calibration;
    private readonly ExpertId _expert;

    private DefectMapStep(DefectMapStepOptions options, ExpertId expert)
    {
        (_options, _expert) = (options, expert);
        _calibration = [.. options.Calibration.Order()];
    }

    /// <summary>Makes the step from a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is wrong.</exception>
    public static DefectMapStep Create(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<DefectMapStepOptions>();
        context.Options.Require(options.Rows is > 0 and <= 4096, "rows", $"{options.Rows}; it must lie between 1 and 4096");
        context.Options.Require(options.Columns is > 0 and <= 4096, "columns", $"{options.Columns}; it must lie between 1 and 4096");
        context.Options.Require(double.IsFinite(options.Threshold), "threshold", $"{options.Threshold}; it must be finite");
        context.Options.Require(options.Width > 0 && double.IsFinite(options.Width), "width", $"{options.Width}; it must be positive and finite");
        context.Options.Require(options.FalseAlarmRate is null or (>= 0 and <= 1), "falseAlarmRate", $"{options.FalseAlarmRate}; it must lie between 0 and 1");
        context.Options.Require(options.Calibration.All(double.IsFinite), "calibration", "has scores that are not finite");
        return new DefectMapStep(options, context.Manifest.Id);
    }

    /// <inheritdoc/>
    public override async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feed);
        if (feed.Find<ImageTiles>() is not { } tiles)
        {
            return await base.RunAsync(feed, model, cancellationToken).ConfigureAwait(false);
        }

        var maps = await tiles.RunAsync(feed, model, cancellationToken).ConfigureAwait(false);
        return Tell(DefectMap.Stitch([.. maps.Select(own => Map(own.Outputs, own.Geometry, feed))]));
    }

    /// <inheritdoc/>
    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        var geometry = feed.Find<ImageGeometry>()
            ?? throw new ExpertFailedException(_expert, "the output step 'defectMap' needs the input step 'image', which tells where the map lies in the picture");
        return Tell(Map(outputs, geometry, feed));
    }

    private DefectMap Map(IReadOnlyDictionary<string, Tensor> outputs, ImageGeometry geometry, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        if (output.ElementType != ElementType.Float32 || output.Shape.ElementCount != (long)_options.Rows * _options.Columns)
        {
            throw new ExpertFailedException(_expert, $"the model's output is {output}; 'defectMap' reads Float32 scores of {_options.Rows} x {_options.Columns} patches; set 'rows' and 'columns'");
        }

        return new DefectMap(output.AsSpan<float>().ToArray(), geometry.Grid(_options.Rows, _options.Columns), _options.Threshold);
    }

    private AnomalyScores Tell(DefectMap map)
    {
        var probability = 1 / (1 + Math.Exp((_options.Threshold - map.Score) / _options.Width));
        return new AnomalyScores(Array.ConvertAll(map.Scores.ToArray(), score => (double)score), _options.Threshold, probability)
        {
            Confidence = Math.Max(probability, 1 - probability),
            PValue = PValue(map.Score),
            FalseAlarmRate = _options.FalseAlarmRate,
            Grid = map.Grid,
        };
    }

    // Conformal: the share of good scores, the one judged among them, that are at least as high (Vovk, Gammerman, Shafer 2005).
    private double? PValue(double score)
    {
        if (_calibration.Length == 0)
        {
            return null;
        }

        var (low, high) = (0, _calibration.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _calibration[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return (_calibration.Length - low + 1.0) / (_calibration.Length + 1);
    }
}
