using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts;

/// <summary>The values of one window as the model takes them, and which of them are real. Used by one request.</summary>
internal sealed class WindowValues
{
    private readonly WindowStepOptions _options;
    private readonly ExpertId _expert;
    private readonly byte[] _bytes;
    private readonly bool[] _missing;
    private readonly int _padding;

    /// <param name="options">The step's options.</param>
    /// <param name="expert">The expert, for errors.</param>
    /// <param name="series">The series as it was sent.</param>
    /// <param name="columns">The series' column of each of the model's channels.</param>
    /// <param name="length">Samples taken from the end of the series.</param>
    /// <param name="padding">Samples put before them.</param>
    /// <exception cref="InvalidRequestException">A sample is bad that must not be, or all of a channel are.</exception>
    public WindowValues(WindowStepOptions options, ExpertId expert, Series series, int[] columns, int length, int padding)
    {
        (_options, _expert, _padding) = (options, expert, padding);
        (Times, Channels) = (checked(padding + length), columns.Length);
        (Offsets, Widths) = (new double[Channels], new double[Channels]);
        _bytes = new byte[checked(Times * Channels * sizeof(float))];
        _missing = options.Bad == BadSamples.Nan && !series.Quality.IsEmpty ? new bool[Times * Channels] : [];
        for (var c = 0; c < columns.Length; c++)
        {
            Fill(series, columns[c], c, length);
        }
    }

    /// <summary>Samples with those put before the series.</summary>
    public int Times { get; }

    /// <summary>The model's channels.</summary>
    public int Channels { get; }

    /// <summary>By channel, what was taken off each value.</summary>
    public double[] Offsets { get; }

    /// <summary>By channel, what the rest was divided by.</summary>
    public double[] Widths { get; }

    /// <summary>The values, float32, in the order of the layout.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>A mark for each value, in the order of the values.</summary>
    public byte[] MarksAsWindow(MaskMarks marks)
    {
        var result = new byte[Times * Channels];
        for (var t = 0; t < Times; t++)
        {
            for (var c = 0; c < Channels; c++)
            {
                result[At(t, c)] = Mark(IsReal(t, c), marks);
            }
        }

        return result;
    }

    /// <summary>A mark for each sample of each row of the layout, and for samples after it, which are real.</summary>
    public (byte[] Marks, TensorShape Shape) MarksByRow(MaskMarks marks, int after)
    {
        var byChannel = _options.Layout == WindowLayout.ChannelRows;
        var (rows, width) = (byChannel ? Channels : 1, checked(Times + after));
        var result = new byte[checked(rows * width)];
        for (var row = 0; row < rows; row++)
        {
            for (var t = 0; t < width; t++)
            {
                var real = t >= Times || (byChannel ? IsReal(t, row) : Enumerable.Range(0, Channels).Any(c => IsReal(t, c)));
                result[(row * width) + t] = Mark(real, marks);
            }
        }

        return (result, new TensorShape(rows, width));
    }

    private static byte Mark(bool real, MaskMarks marks) => real == (marks == MaskMarks.Real) ? (byte)1 : (byte)0;

    private bool IsReal(int time, int channel) => time >= _padding && (_missing.Length == 0 || !_missing[At(time, channel)]);

    private int At(int time, int channel) =>
        _options.Layout is WindowLayout.ChannelTime or WindowLayout.ChannelRows ? (channel * Times) + time : (time * Channels) + channel;

    private void Fill(Series series, int column, int channel, int length)
    {
        var width = series.Channels.Count;
        var first = (series.Length - length) * width;
        var values = series.Values.Span[first..];
        var quality = series.Quality.IsEmpty ? [] : series.Quality.Span[first..];
        var name = _options.Channels.Count == 0 ? series.Channels[column].Name : _options.Channels[channel];
        var held = quality.IsEmpty ? 0 : FirstGood(values, quality, column, width, name);
        (Offsets[channel], Widths[channel]) = _options.Standardize ? Moments(values, quality, column, width)
            : _options.Scale.Count == 0 ? (0, 1)
            : _options.Scale[_options.Scale.Count == 1 ? 0 : channel].Line;
        var target = MemoryMarshal.Cast<byte, float>(_bytes.AsSpan());
        for (var t = 0; t < length; t++)
        {
            var from = (t * width) + column;
            var isBad = !quality.IsEmpty && quality[from] == SampleQuality.Bad;
            if (isBad && _options.Bad == BadSamples.Refuse)
            {
                throw new InvalidRequestException("inputs.series.quality", $"sample {series.Length - length + t} of '{name}' is bad; {_expert} takes only good ones");
            }

            held = isBad ? held : values[from];
            var at = At(_padding + t, channel);
            if (isBad && _options.Bad == BadSamples.Nan)
            {
                _missing[at] = true;
            }

            target[at] = isBad && _options.Bad == BadSamples.Nan ? float.NaN : (float)((held - Offsets[channel]) / Widths[channel]);
        }

        var filling = _options.Pad?.With switch
        {
            PaddingValue.Nan => float.NaN,
            PaddingValue.First => (float)((FirstGood(values, quality, column, width, name) - Offsets[channel]) / Widths[channel]),
            _ => 0,
        };
        for (var t = 0; t < _padding; t++)
        {
            target[At(t, channel)] = filling;
        }
    }

    private float FirstGood(ReadOnlySpan<float> values, ReadOnlySpan<SampleQuality> quality, int column, int width, string channel)
    {
        for (var at = column; at < values.Length; at += width)
        {
            if (quality.IsEmpty || quality[at] != SampleQuality.Bad)
            {
                return values[at];
            }
        }

        throw new InvalidRequestException("inputs.series.quality", $"every sample of '{channel}' that {_expert} needs is bad");
    }

    // Mean and standard deviation of the good samples; a channel that does not move is only shifted.
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values, ReadOnlySpan<SampleQuality> quality, int column, int width)
    {
        var (sum, count) = (0.0, 0);
        for (var at = column; at < values.Length; at += width)
        {
            if (quality.IsEmpty || quality[at] != SampleQuality.Bad)
            {
                sum += values[at];
                count++;
            }
        }

        var (mean, squares) = (sum / count, 0.0);
        for (var at = column; at < values.Length; at += width)
        {
            if (quality.IsEmpty || quality[at] != SampleQuality.Bad)
            {
                squares += (values[at] - mean) * (values[at] - mean);
            }
        }

        var deviation = Math.Sqrt(squares / count);
        return (mean, deviation > 0 && double.IsFinite(deviation) ? deviation : 1);
    }
}
