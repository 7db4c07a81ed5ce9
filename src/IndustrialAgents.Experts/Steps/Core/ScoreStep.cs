namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>score</c>: one anomaly score a row, as detectors of the ai.onnx.ml domain give. Scores are turned so that they rise with how
/// unusual a row is; the probability is a logistic function of the distance from the threshold.
/// </summary>
internal sealed class ScoreStep : OutputStep
{
    private readonly ScoreStepOptions _options;
    private readonly ExpertId _expert;

    public ScoreStep(StepContext context)
    {
        _options = context.Options.Read<ScoreStepOptions>();
        _expert = context.Manifest.Id;
        if (!double.IsFinite(_options.Threshold))
        {
            throw context.Options.Invalid("threshold", $"{_options.Threshold}; it must be finite");
        }

        if (!(_options.Width > 0) || !double.IsFinite(_options.Width))
        {
            throw context.Options.Invalid("width", $"{_options.Width}; it must be positive and finite");
        }
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        var scores = ModelTensors.Numbers(output, _expert);
        if (scores.Length == 0)
        {
            throw new ExpertFailedException(_expert, $"the model's output is {output}; it must hold one score a row");
        }

        var sign = _options.Anomalous == AnomalousSide.Above ? 1 : -1;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] *= sign;
        }

        var threshold = sign * _options.Threshold;
        var overall = _options.Aggregate switch
        {
            ScoreAggregate.Mean => scores.Average(),
            ScoreAggregate.Last => scores[^1],
            _ => scores.Max(),
        };
        var probability = 1 / (1 + Math.Exp((threshold - overall) / _options.Width));
        return new AnomalyScores(scores, threshold, probability) { Confidence = Math.Max(probability, 1 - probability) };
    }
}
