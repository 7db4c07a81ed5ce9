using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts;

/// <summary>
/// Input step <c>window</c>: the end of a series as a float32 tensor, its channels picked and scaled, bad samples replaced, a short series
/// filled up; beside it what else a model may ask for: a mask, the phase in the calendar, the category of the sample period. Leaves a
/// <see cref="SeriesWindow"/> for the output step.
/// </summary>
internal sealed class WindowStep : IInputStep
{
    private readonly WindowStepOptions _options;
    private readonly WindowChannels _channels;
    private readonly ExpertId _expert;

    public WindowStep(StepContext context)
    {
        _expert = context.Manifest.Id;
        _options = context.Options.Read<WindowStepOptions>();
        _options.Validate(context.Options);
        _channels = new WindowChannels(_options, _expert);
    }

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        if (input is not SeriesInput { Series: { } series })
        {
            throw new InvalidRequestException("inputs", $"{_expert} takes a series, not {input.GetType().Name}");
        }

        var (length, padding) = Measure(series);
        var columns = _channels.Find(series);
        var values = new WindowValues(_options, _expert, series, columns, length, padding);
        var target = Target(feed);
        var tensor = Layout(values, target);
        feed.Add(target?.Name, tensor);
        var window = new SeriesWindow(series, _channels.Of(series, columns), length, values.Offsets, values.Widths)
        {
            Padding = padding,
            Input = target?.Name,
            IsChannelMajor = _options.Layout is WindowLayout.ChannelTime or WindowLayout.ChannelRows,
            IsChannelRows = _options.Layout == WindowLayout.ChannelRows,
        };
        feed.Note(window);
        feed.Note(this);
        AddMask(values, tensor.Shape, feed);
        AddFrequency(series, columns.Length, feed);
        AddCalendar(window, feed);
    }

    /// <summary>What the model sees next where its own forecast <c>[step, channel]</c>, in the channels' units, is appended to the window.</summary>
    /// <exception cref="InvalidRequestException">The continued series does not fit the model.</exception>
    public ModelFeed Continue(ModelFeed feed, SeriesWindow window, ReadOnlySpan<float> forecast)
    {
        var next = new ModelFeed(feed.Request, feed.Model);
        var own = new[] { window.Input, _options.Mask?.Input, _options.Frequency?.Input, _options.Calendar?.Input };
        foreach (var (name, tensor) in feed.Tensors.Where(tensor => !own.Contains(tensor.Key)))
        {
            next.Add(name, tensor);
        }

        Prepare(new SeriesInput(_channels.Append(window, forecast)), next);
        return next;
    }

    private (int Length, int Padding) Measure(Series series)
    {
        if (series.Length < _options.Least)
        {
            throw new InvalidRequestException("inputs.series.values", $"{series.Length} samples; {_expert} needs at least {_options.Least}");
        }

        var length = Math.Min(series.Length, _options.Length ?? _options.MaxLength ?? int.MaxValue);
        var multiple = _options.Pad?.Multiple ?? 1;
        var whole = _options.Length ?? checked((length + multiple - 1) / multiple * multiple);
        return series.Length == 0 || (length < whole && _options.Pad is null)
            ? throw new InvalidRequestException("inputs.series.values", $"{series.Length} samples; {_expert} needs the last {Math.Max(whole, 1)}")
            : (length, whole - length);
    }

    private ModelTensorInfo? Target(ModelFeed feed) => _options.Input is { } name
        ? feed.Model.Inputs.FirstOrDefault(input => input.Name == name) ?? new ModelTensorInfo(name, ElementType.Float32, [])
        : feed.Model.Inputs.FirstOrDefault(input => !feed.Tensors.ContainsKey(input.Name));

    private Tensor Layout(WindowValues values, ModelTensorInfo? target)
    {
        var (times, channels) = (values.Times, values.Channels);
        return Tensor.Wrap(ElementType.Float32, _options.Layout switch
        {
            WindowLayout.ChannelTime => new TensorShape(1, channels, times),
            WindowLayout.Flat => new TensorShape(1, (long)times * channels),
            WindowLayout.Rows => new TensorShape(times, channels),
            WindowLayout.ChannelRows when target is { Dimensions: [_, 1, _] } => new TensorShape(channels, 1, times),
            WindowLayout.ChannelRows when target is { Dimensions.Count: 3 } => new TensorShape(channels, times, 1),
            WindowLayout.ChannelRows => new TensorShape(channels, times),
            _ => new TensorShape(1, times, channels),
        }, values.Bytes);
    }

    private void AddMask(WindowValues values, TensorShape window, ModelFeed feed)
    {
        if (_options.Mask is not { } mask)
        {
            return;
        }

        var info = Describe(mask.Input, "mask.input", feed);
        var (marks, shape) = info.Dimensions.Count == 3
            ? (values.MarksAsWindow(mask.Marks), window)
            : values.MarksByRow(mask.Marks, mask.After);
        feed.Add(mask.Input, Number(marks, info, shape));
    }

    private void AddFrequency(Series series, int channels, ModelFeed feed)
    {
        if (_options.Frequency is not { } frequency)
        {
            return;
        }

        var info = Describe(frequency.Input, "frequency.input", feed);
        var rows = _options.Layout == WindowLayout.ChannelRows ? channels : 1;
        var categories = new byte[rows];
        categories.AsSpan().Fill((byte)SamplingCategory.Of(series.SamplePeriod, frequency.Categories));
        feed.Add(frequency.Input, Number(categories, info, info.Dimensions.Count == 1 ? new TensorShape(rows) : new TensorShape(rows, 1)));
    }

    private void AddCalendar(SeriesWindow window, ModelFeed feed)
    {
        if (_options.Calendar is not { } calendar)
        {
            return;
        }

        var end = window.End ?? throw new InvalidRequestException("inputs.series.start", $"is not given; {_expert} needs the time of the first sample");
        var phases = new double[2 * calendar.Cycles.Count];
        CalendarPhases.Fill([.. calendar.Cycles.Select(TimeSpan.FromSeconds)], end, phases);
        feed.Add(calendar.Input, Tensor.Wrap(ElementType.Float64, new TensorShape(1, phases.Length), MemoryMarshal.AsBytes<double>(phases).ToArray()));
    }

    private ModelTensorInfo Describe(string name, string option, ModelFeed feed) =>
        feed.Model.Inputs.FirstOrDefault(input => input.Name == name)
        ?? throw new ExpertFailedException(
            _expert, $"the model has no input '{name}', which the manifest's {option} names; it has {ModelTensors.Names(feed.Model.Inputs)}");

    private Tensor Number(ReadOnlySpan<byte> numbers, ModelTensorInfo info, TensorShape shape) =>
        NumberTensor.Create(numbers, info.ElementType, shape)
        ?? throw new ExpertFailedException(_expert, $"the model's input '{info.Name}' is {info.ElementType}; the manifest's step 'window' gives numbers or bool");
}
