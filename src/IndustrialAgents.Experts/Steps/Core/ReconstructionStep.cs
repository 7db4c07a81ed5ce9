namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>reconstruction</c>, for autoencoders: the mean squared difference between the model's input and its output, both
/// <c>[1, time, channel]</c>, is the score. The probability is <c>score^k / (score^k + threshold^k)</c> with <c>k = sharpness</c>: 0.5 at the
/// threshold, a logistic function of the score's logarithm. A channel's blame is its share in the squared error.
/// </summary>
internal sealed class ReconstructionStep : OutputStep
{
    private readonly ReconstructionStepOptions _options;
    private readonly ExpertId _expert;

    public ReconstructionStep(StepContext context)
    {
        _options = context.Options.Read<ReconstructionStepOptions>();
        _expert = context.Manifest.Id;
        if (!(_options.Threshold > 0) || !double.IsFinite(_options.Threshold))
        {
            throw context.Options.Invalid("threshold", $"{_options.Threshold}; it must be positive and finite");
        }

        if (!(_options.Sharpness > 0) || !double.IsFinite(_options.Sharpness))
        {
            throw context.Options.Invalid("sharpness", $"{_options.Sharpness}; it must be positive and finite");
        }
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        var inputName = _options.Input ?? feed.Model.Inputs[0].Name;
        if (!feed.Tensors.TryGetValue(inputName, out var input) || input.Shape != output.Shape || output.Shape.Rank < 2 || output.Shape.ElementCount == 0)
        {
            throw new ExpertFailedException(_expert, $"the output {output} does not reconstruct the input '{inputName}' {input}; both must be [1, time, channel]");
        }

        // A series window says how it lies; a tensor is [.., time, channel].
        var window = feed.Find<SeriesWindow>();
        var channelsFirst = window is not null && output.Shape.Rank == 3 && output.Shape[1] == window.Channels.Count && output.Shape[2] == window.Length
            && output.Shape[1] != output.Shape[2];
        var (times, channels) = channelsFirst
            ? ((int)output.Shape[2], (int)output.Shape[1])
            : ((int)(output.Shape.ElementCount / output.Shape[output.Shape.Rank - 1]), (int)output.Shape[output.Shape.Rank - 1]);
        var (bySample, byChannel) = SquaredErrors(ModelTensors.Numbers(input, _expert), ModelTensors.Numbers(output, _expert), times, channels, channelsFirst);
        var scores = _options.Per == ScorePer.Sample ? bySample : [bySample.Average()];
        return new AnomalyScores(scores, _options.Threshold, Probability(scores.Max()))
        {
            Blame = Blame(byChannel, window?.Channels),
            Confidence = Math.Max(Probability(scores.Max()), 1 - Probability(scores.Max())),
        };
    }

    private static (double[] BySample, double[] ByChannel) SquaredErrors(double[] input, double[] output, int times, int channels, bool channelsFirst)
    {
        var bySample = new double[times];
        var byChannel = new double[channels];
        for (var t = 0; t < times; t++)
        {
            for (var c = 0; c < channels; c++)
            {
                var at = channelsFirst ? (c * times) + t : (t * channels) + c;
                var error = output[at] - input[at];
                bySample[t] += error * error / channels;
                byChannel[c] += error * error;
            }
        }

        return (bySample, byChannel);
    }

    private double Probability(double score) => score <= 0 ? 0 : 1 / (1 + Math.Pow(_options.Threshold / score, _options.Sharpness));

    private static ChannelShare[] Blame(double[] byChannel, IReadOnlyList<SeriesChannel>? names)
    {
        var sum = byChannel.Sum();
        return names is null || names.Count != byChannel.Length || sum <= 0
            ? []
            : [.. names.Select((channel, i) => new ChannelShare(channel.Name, byChannel[i] / sum)).OrderByDescending(share => share.Share)];
    }
}
