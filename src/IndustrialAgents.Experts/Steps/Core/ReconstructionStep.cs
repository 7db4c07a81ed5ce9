namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>reconstruction</c>, for autoencoders: the mean squared difference between the model's input and its output, both
/// <c>[1, time, channel]</c> or as the window lies, is the score. The probability is <c>score^k / (score^k + threshold^k)</c> with <c>k = sharpness</c>: 0.5 at the
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
        var isMajor = window is { IsChannelMajor: true };
        var (times, channels) = window is not null && window.Channels.Count > 0
            ? ((int)(output.Shape.ElementCount / window.Channels.Count), window.Channels.Count)
            : ((int)(output.Shape.ElementCount / output.Shape[output.Shape.Rank - 1]), (int)output.Shape[output.Shape.Rank - 1]);
        var (bySample, byChannel) = SquaredErrors(
            ModelTensors.Numbers(input, _expert), ModelTensors.Numbers(output, _expert), new Window(times, channels, isMajor, window?.Padding ?? 0));
        var scores = _options.Per == ScorePer.Sample ? Array.ConvertAll(bySample, score => double.IsNaN(score) ? 0 : score) : [Mean(bySample)];
        return new AnomalyScores(scores, _options.Threshold, Probability(scores.Max()))
        {
            Blame = Blame(byChannel, window?.Channels),
            Confidence = Math.Max(Probability(scores.Max()), 1 - Probability(scores.Max())),
        };
    }

    // What was put before the series and what is missing has nothing to be reconstructed: such samples are left out, and are NaN here if whole.
    private static (double[] BySample, double[] ByChannel) SquaredErrors(double[] input, double[] output, Window window)
    {
        var bySample = new double[window.Times - window.Padding];
        var byChannel = new double[window.Channels];
        for (var t = 0; t < bySample.Length; t++)
        {
            var real = 0;
            for (var c = 0; c < window.Channels; c++)
            {
                var at = window.At(window.Padding + t, c);
                if (!double.IsNaN(input[at]))
                {
                    var error = output[at] - input[at];
                    bySample[t] += error * error;
                    byChannel[c] += error * error;
                    real++;
                }
            }

            bySample[t] = real == 0 ? double.NaN : bySample[t] / real;
        }

        return (bySample, byChannel);
    }

    private static double Mean(double[] bySample)
    {
        var real = bySample.Where(score => !double.IsNaN(score)).ToArray();
        return real.Length == 0 ? 0 : real.Average();
    }

    private double Probability(double score) => score <= 0 ? 0 : 1 / (1 + Math.Pow(_options.Threshold / score, _options.Sharpness));

    private static ChannelShare[] Blame(double[] byChannel, IReadOnlyList<SeriesChannel>? names)
    {
        var sum = byChannel.Sum();
        return names is null || names.Count != byChannel.Length || sum <= 0
            ? []
            : [.. names.Select((channel, i) => new ChannelShare(channel.Name, byChannel[i] / sum)).OrderByDescending(share => share.Share)];
    }

    private readonly record struct Window(int Times, int Channels, bool IsChannelMajor, int Padding)
    {
        public int At(int time, int channel) => IsChannelMajor ? (channel * Times) + time : (time * Channels) + channel;
    }
}
