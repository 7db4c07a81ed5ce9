using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts;

/// <summary>
/// Input step <c>window</c>: the end of a series as a float32 tensor, its channels picked and scaled, bad samples replaced. Leaves a
/// <see cref="SeriesWindow"/> for the output step.
/// </summary>
internal sealed class WindowStep : IInputStep
{
    private readonly WindowStepOptions _options;
    private readonly ExpertId _expert;

    public WindowStep(StepContext context)
    {
        _expert = context.Manifest.Id;
        _options = context.Options.Read<WindowStepOptions>();
        if (_options.Length is <= 0)
        {
            throw context.Options.Invalid("length", $"{_options.Length} samples; it must be positive");
        }

        if (_options.Least < 1)
        {
            throw context.Options.Invalid("least", $"{_options.Least} samples; it must be positive");
        }

        if (_options.Channels.Distinct().Count() != _options.Channels.Count)
        {
            throw context.Options.Invalid("channels", "a channel occurs twice");
        }

        if (_options.Scale.Count > 1 && _options.Scale.Count != _options.Channels.Count)
        {
            throw context.Options.Invalid("scale", $"{_options.Scale.Count} scales for {_options.Channels.Count} channels; give one for all, or name the channels and give one for each");
        }

        if (_options.Calendar is { } calendar && (calendar.Cycles.Count == 0 || calendar.Cycles.Any(cycle => cycle is not (>= 1e-3 and <= 1e9))))
        {
            throw context.Options.Invalid("calendar.cycles", $"[{string.Join(", ", calendar.Cycles)}]; give seconds, from 0.001 to 1e9");
        }

        for (var i = 0; i < _options.Scale.Count; i++)
        {
            if (_options.Scale[i].Fault is { } fault)
            {
                throw context.Options.Invalid($"scale[{i}]", fault);
            }
        }
    }

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        if (input is not SeriesInput { Series: { } series })
        {
            throw new InvalidRequestException("inputs", $"{_expert} takes a series, not {input.GetType().Name}");
        }

        var length = _options.Length ?? series.Length;
        if (series.Length < length)
        {
            throw new InvalidRequestException("inputs.series.values", $"{series.Length} samples; {_expert} needs the last {length}");
        }

        if (series.Length < _options.Least)
        {
            throw new InvalidRequestException("inputs.series.values", $"{series.Length} samples; {_expert} needs at least {_options.Least}");
        }

        var columns = FindColumns(series);
        var window = Describe(series, columns, length);
        feed.Add(_options.Input, Layout(Fill(window, columns), length, columns.Length));
        feed.Note(window);
        if (_options.Calendar is { } calendar)
        {
            var end = window.End ?? throw new InvalidRequestException("inputs.series.start", $"is not given; {_expert} needs the time of the first sample");
            var phases = new double[2 * calendar.Cycles.Count];
            CalendarPhases.Fill([.. calendar.Cycles.Select(TimeSpan.FromSeconds)], end, phases);
            feed.Add(calendar.Input, Tensor.Wrap(ElementType.Float64, new TensorShape(1, phases.Length), MemoryMarshal.AsBytes<double>(phases).ToArray()));
        }
    }

    private int[] FindColumns(Series series)
    {
        if (_options.Channels.Count == 0)
        {
            return [.. Enumerable.Range(0, series.Channels.Count)];
        }

        if (_options.Match == ChannelMatch.Position)
        {
            return series.Channels.Count == _options.Channels.Count
                ? [.. Enumerable.Range(0, series.Channels.Count)]
                : throw new InvalidRequestException(
                    "inputs.series.channels", $"{series.Channels.Count} channels; {_expert} takes {_options.Channels.Count}: {string.Join(", ", _options.Channels)}");
        }

        var columns = new int[_options.Channels.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = -1;
            for (var c = 0; c < series.Channels.Count && columns[i] < 0; c++)
            {
                if (series.Channels[c].Name == _options.Channels[i])
                {
                    columns[i] = c;
                }
            }

            if (columns[i] < 0)
            {
                throw new InvalidRequestException(
                    "inputs.series.channels",
                    $"'{_options.Channels[i]}' is missing; {_expert} takes {string.Join(", ", _options.Channels)}, the series has {string.Join(", ", series.Channels.Select(c => c.Name))}");
            }
        }

        return columns;
    }

    private SeriesWindow Describe(Series series, int[] columns, int length)
    {
        var channels = new SeriesChannel[columns.Length];
        var offsets = new double[columns.Length];
        var widths = new double[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var channel = series.Channels[columns[i]];
            channels[i] = _options.Channels.Count == 0 ? channel : channel with { Name = _options.Channels[i] };
            (offsets[i], widths[i]) = _options.Scale.Count == 0 ? (0, 1) : _options.Scale[_options.Scale.Count == 1 ? 0 : i].Line;
        }

        return new SeriesWindow(series, channels, length, offsets, widths);
    }

    private byte[] Fill(SeriesWindow window, int[] columns)
    {
        var (series, length, width) = (window.Series, window.Length, window.Series.Channels.Count);
        var first = (series.Length - length) * width;
        var values = series.Values.Span[first..];
        var quality = series.Quality.IsEmpty ? [] : series.Quality.Span[first..];
        var byTime = _options.Layout != WindowLayout.ChannelTime;
        var bytes = new byte[checked(length * columns.Length * sizeof(float))];
        var target = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (var c = 0; c < columns.Length; c++)
        {
            var held = quality.IsEmpty ? 0 : FirstGood(values, quality, columns[c], width, window.Channels[c].Name);
            for (var t = 0; t < length; t++)
            {
                var at = (t * width) + columns[c];
                if (quality.IsEmpty || quality[at] != SampleQuality.Bad)
                {
                    held = values[at];
                }
                else if (_options.Bad == BadSamples.Refuse)
                {
                    throw new InvalidRequestException("inputs.series.quality", $"sample {series.Length - length + t} of '{window.Channels[c].Name}' is bad; {_expert} takes only good ones");
                }

                target[byTime ? (t * columns.Length) + c : (c * length) + t] = (float)((held - window.Offsets[c]) / window.Widths[c]);
            }
        }

        return bytes;
    }

    private float FirstGood(ReadOnlySpan<float> values, ReadOnlySpan<SampleQuality> quality, int column, int width, string channel)
    {
        for (var at = column; at < values.Length; at += width)
        {
            if (quality[at] != SampleQuality.Bad)
            {
                return values[at];
            }
        }

        throw new InvalidRequestException("inputs.series.quality", $"every sample of '{channel}' that {_expert} needs is bad");
    }

    private Tensor Layout(byte[] values, int length, int channels) => Tensor.Wrap(
        ElementType.Float32,
        _options.Layout switch
        {
            WindowLayout.ChannelTime => new TensorShape(1, channels, length),
            WindowLayout.Flat => new TensorShape(1, (long)length * channels),
            WindowLayout.Rows => new TensorShape(length, channels),
            _ => new TensorShape(1, length, channels),
        },
        values);
}
