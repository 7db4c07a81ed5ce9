namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>forecast</c>: the model's <c>[1, step, channel]</c> (or <c>[1, channel, step]</c>, or <c>[1, step]</c> for one channel) as a
/// <see cref="Forecast"/> in the channels' own units, with quantiles where the model gives them. Needs a series window before it. The request's
/// horizon cuts it short and may not exceed the model's.
/// </summary>
internal sealed class ForecastStep : OutputStep
{
    private readonly ForecastStepOptions _options;
    private readonly ExpertId _expert;

    public ForecastStep(StepContext context)
    {
        _options = context.Options.Read<ForecastStepOptions>();
        _expert = context.Manifest.Id;
        if (_options.Layout is not (WindowLayout.TimeChannel or WindowLayout.ChannelTime))
        {
            throw context.Options.Invalid("layout", "use timeChannel or channelTime");
        }

        if (_options.Quantiles is not { } quantiles)
        {
            return;
        }

        var levels = quantiles.Levels;
        if (levels.Count == 0 || levels.Any(level => level is not (> 0 and < 1)) || levels.Zip(levels.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw context.Options.Invalid("quantiles.levels", $"[{string.Join(", ", levels)}]; they must rise and lie between 0 and 1");
        }

        if (quantiles.Output is null && !levels.Contains(0.5))
        {
            throw context.Options.Invalid("quantiles.levels", "have no 0.5 to be the central forecast; name an output for the quantiles beside the one for the forecast");
        }
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var window = feed.Find<SeriesWindow>()
            ?? throw new ExpertFailedException(_expert, "the manifest's output step 'forecast' needs an input step that reads a series, such as 'window'");
        var columns = FindColumns(window);
        var horizon = feed.Request.Parameters.Horizon;
        var (median, quantiles) = _options.Quantiles switch
        {
            null => (Read(Pick(_options.Output), null), []),
            { Output: null } both => Split(Read(Pick(_options.Output), both), both.Levels),
            { Output: { } name } own => (Read(Pick(_options.Output ?? FirstExcept(name)), null), Read(Pick(name), own)),
        };
        return new Forecast([.. columns.Select(c => window.Channels[c])], window.Series.SamplePeriod, median)
        {
            Levels = _options.Quantiles?.Levels ?? [],
            Quantiles = quantiles,
            Start = window.End,
        };

        Tensor Pick(string? name) => ModelTensors.Pick(outputs, name, feed, _expert);
        string? FirstExcept(string name) => feed.Model.Outputs.FirstOrDefault(o => o.Name != name)?.Name;
        float[] Read(Tensor output, QuantileOptions? levels) => ForecastTensor.Read(output, _options.Layout, levels, Cut, Unscale);

        // The number of steps to keep of those that the model gives.
        int Cut(int steps, int channels) => channels != columns.Length
            ? throw new ExpertFailedException(_expert, $"the model forecasts {channels} channels and the manifest {columns.Length}")
            : horizon is null ? steps
            : horizon <= steps ? horizon.Value
            : throw new InvalidRequestException("parameters.horizon", $"{horizon} steps; {_expert} forecasts at most {steps}");

        float Unscale(double value, int channel) =>
            (float)(_options.Unscale ? (value * window.Widths[columns[channel]]) + window.Offsets[columns[channel]] : value);
    }

    private static (float[] Median, float[] Quantiles) Split(float[] quantiles, IReadOnlyList<double> levels)
    {
        var (size, middle) = (quantiles.Length / levels.Count, 0);
        while (levels[middle] != 0.5)
        {
            middle++;
        }

        return (quantiles[(middle * size)..((middle + 1) * size)], quantiles);
    }

    private int[] FindColumns(SeriesWindow window)
    {
        if (_options.Channels.Count == 0)
        {
            return [.. Enumerable.Range(0, window.Channels.Count)];
        }

        return [.. _options.Channels.Select(Find)];

        int Find(string name)
        {
            for (var i = 0; i < window.Channels.Count; i++)
            {
                if (window.Channels[i].Name == name)
                {
                    return i;
                }
            }

            throw new InvalidRequestException("inputs.series.channels", $"'{name}' is missing, which {_expert} forecasts");
        }
    }
}
