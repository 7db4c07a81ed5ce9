using IndustrialAgents;
using Request = IndustrialAgents.Request;

namespace PumpRules;

/// <summary>An expert in code: whether a pump's pressure lies within its limits, by the share of samples that do. Thread-safe.</summary>
/// <param name="manifest">Its manifest.</param>
/// <param name="options">The limits.</param>
public sealed class PressureLimits(Manifest manifest, PressureLimitsOptions options) : IExpert
{
    private static readonly string[] Labels = ["too low", "normal", "too high"];

    /// <inheritdoc/>
    public Manifest Manifest { get; } = manifest;

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        var series = request.Inputs.OfType<SeriesInput>().FirstOrDefault()?.Series
            ?? throw new InvalidRequestException("inputs", "the expert takes a series");
        var channel = series.Channels.Select(known => known.Name).ToList().IndexOf(options.Channel);
        if (channel < 0 || series.Length == 0)
        {
            throw new InvalidRequestException("inputs[0].series", $"has no samples of a channel '{options.Channel}'");
        }

        var counts = new double[Labels.Length];
        for (var time = 0; time < series.Length; time++)
        {
            var pressure = series[time][channel];
            counts[pressure < options.Low ? 0 : pressure > options.High ? 2 : 1]++;
        }

        return new(new ExpertReply(new ClassProbabilities(Labels, Array.ConvertAll(counts, count => count / series.Length))));
    }
}
