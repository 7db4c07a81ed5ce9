namespace IndustrialAgents;

public static partial class RequestValidation
{
    // Up to here every name is compared with every other; a set would cost memory.
    private const int FewChannels = 32;

    private static void ValidateSeries(Series series, int index, RequestLimits limits)
    {
        Require(series.Channels is { Count: > 0 }, $"inputs[{index}].series.channels", "a series needs at least one channel");
        Require(
            series.Channels!.Count <= limits.MaxChannels,
            $"inputs[{index}].series.channels",
            $"{series.Channels.Count} channels; at most {limits.MaxChannels} are accepted");
        Require(!series.Values.IsEmpty, $"inputs[{index}].series.values", "is empty");
        Require(
            series.Values.Length <= limits.MaxSeriesValues,
            $"inputs[{index}].series.values",
            $"{series.Values.Length} values; at most {limits.MaxSeriesValues} are accepted");
        Require(
            series.Values.Length % series.Channels.Count == 0,
            $"inputs[{index}].series.values",
            $"{series.Values.Length} values are no whole number of samples of {series.Channels.Count} channels");
        Require(
            series.SamplePeriod > TimeSpan.Zero,
            $"inputs[{index}].series.samplePeriod",
            $"{series.SamplePeriod} is not a time between samples; it must be positive");
        Require(
            series.Start is null || EndsInTime(series),
            $"inputs[{index}].series.start",
            $"{series.Start}: {series.Length} samples every {series.SamplePeriod} lead beyond the year 9999");
        Require(
            series.Quality.IsEmpty || series.Quality.Length == series.Values.Length,
            $"inputs[{index}].series.quality",
            $"{series.Quality.Length} qualities for {series.Values.Length} values; give one for each value, or none");
        ValidateChannels(series.Channels, index);
        RequireFinite(series, index);
    }

    private static void ValidateChannels(IReadOnlyList<SeriesChannel> channels, int index)
    {
        var many = channels.Count > FewChannels ? new HashSet<string>(channels.Count, StringComparer.Ordinal) : null;
        for (var i = 0; i < channels.Count; i++)
        {
            var name = channels[i]?.Name;
            Require(!string.IsNullOrWhiteSpace(name), $"inputs[{index}].series.channels[{i}]", "has no name");
            Require(many?.Add(name!) ?? IsNew(channels, i), $"inputs[{index}].series.channels", $"two channels are named '{name}'");
        }
    }

    private static bool IsNew(IReadOnlyList<SeriesChannel> channels, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (channels[i].Name == channels[index].Name)
            {
                return false;
            }
        }

        return true;
    }

    // Experts reckon with the time of the sample after the last, and forecasts go on from there.
    private static bool EndsInTime(Series series) =>
        (Int128)series.SamplePeriod.Ticks * (series.Length + 1) <= DateTimeOffset.MaxValue.UtcTicks - series.Start!.Value.UtcTicks;

    private static void RequireFinite(Series series, int index)
    {
        var values = series.Values.Span;
        var quality = series.Quality.Span;
        for (var i = 0; i < quality.Length; i++)
        {
            Require(quality[i] <= SampleQuality.Bad, $"inputs[{index}].series.quality[{i}]", $"{(int)quality[i]} is not a quality; use good, uncertain or bad");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) && (quality.IsEmpty || quality[i] != SampleQuality.Bad))
            {
                throw new InvalidRequestException(
                    $"inputs[{index}].series.values[{i}]",
                    $"{values[i]} at sample {i / series.Channels.Count}, channel '{series.Channels[i % series.Channels.Count].Name}'; send a finite value or mark it bad in quality");
            }
        }
    }

    private static void ValidateTensor(Tensor tensor, int index, RequestLimits limits)
    {
        Require(
            tensor.Bytes.Length <= limits.MaxTensorBytes,
            $"inputs[{index}].tensor",
            $"{tensor.Bytes.Length} bytes; at most {limits.MaxTensorBytes} are accepted");
        var text = 0L;
        foreach (var element in tensor.Strings.Span)
        {
            Require(element is not null, $"inputs[{index}].tensor", "a string is null");
            text += sizeof(char) * (long)element!.Length;
        }

        Require(text <= limits.MaxTensorBytes, $"inputs[{index}].tensor", $"{text} bytes of text; at most {limits.MaxTensorBytes} are accepted");
        var at = Finiteness.FirstNotFinite(tensor.ElementType, tensor.Bytes.Span);
        Require(at < 0, $"inputs[{index}].tensor", $"element {at} is not a finite number");
    }
}
