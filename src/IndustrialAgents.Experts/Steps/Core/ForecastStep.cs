namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>forecast</c>: the model's <c>[1, step, channel]</c> (or <c>[1, channel, step]</c>, or <c>[1, step]</c> for one channel, or a
/// row a channel) as a <see cref="Forecast"/> in the channels' own units, with quantiles where the model gives them. Needs a series window
/// before it. The request's horizon cuts it short; it may exceed the model's only with <see cref="ForecastStepOptions.Rollout"/>.
/// </summary>
internal sealed class ForecastStep : OutputStep
{
    private readonly ForecastStepOptions _options;
    private readonly ExpertId _expert;

    public ForecastStep(StepContext context)
    {
        _options = context.Options.Read<ForecastStepOptions>();
        _expert = context.Manifest.Id;
        if (_options.Layout is not (WindowLayout.TimeChannel or WindowLayout.ChannelTime or WindowLayout.ChannelRows))
        {
            throw context.Options.Invalid("layout", "use timeChannel, channelTime or channelRows");
        }

        if (_options.Rollout is { } rollout)
        {
            if (rollout.MaxHorizon <= 0)
            {
                throw context.Options.Invalid("rollout.maxHorizon", $"{rollout.MaxHorizon} steps; it must be positive");
            }

            if (_options.Channels.Count > 0 || !_options.Unscale)
            {
                throw context.Options.Invalid("rollout", "needs a forecast of every channel of the window in its unit; leave channels and unscale out");
            }
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

        if (quantiles.Lead < 0)
        {
            throw context.Options.Invalid("quantiles.lead", $"{quantiles.Lead} entries; it must not be negative");
        }

        if (quantiles.Output is null && !levels.Contains(0.5))
        {
            throw context.Options.Invalid("quantiles.levels", "have no 0.5 to be the central forecast; name an output for the quantiles beside the one for the forecast");
        }
    }

    public override async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        var forecast = (Forecast)await base.RunAsync(feed, model, cancellationToken).ConfigureAwait(false);
        if (_options.Rollout is not { } rollout || feed.Request.Parameters.Horizon is not { } horizon)
        {
            return forecast;
        }

        if (horizon > rollout.MaxHorizon)
        {
            throw new InvalidRequestException("parameters.horizon", $"{horizon} steps; {_expert} forecasts at most {rollout.MaxHorizon}");
        }

        var parts = new List<Forecast> { forecast };
        for (var steps = forecast.Horizon; steps < horizon; steps += parts[^1].Horizon)
        {
            if (parts[^1].Horizon == 0)
            {
                throw new ExpertFailedException(_expert, "the model forecasts no step");
            }

            var step = feed.Find<WindowStep>()
                ?? throw new ExpertFailedException(_expert, "the manifest's output step 'forecast' rolls out over an input step 'window' only");
            feed = step.Continue(feed, feed.Find<SeriesWindow>()!, parts[^1].Median.Span);
            parts.Add((Forecast)await base.RunAsync(feed, model, cancellationToken).ConfigureAwait(false));
        }

        return ForecastParts.Join(parts, horizon);
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
        float[] Read(Tensor output, QuantileOptions? levels) => ForecastTensor.Read(_options.PerPatch ? LastPatch.Of(output) : output, _options.Layout, levels, Cut, Unscale);

        // The number of steps to keep of those that the model gives.
        int Cut(int steps, int channels) => channels != columns.Length
            ? throw new ExpertFailedException(_expert, $"the model forecasts {channels} channels and the manifest {columns.Length}")
            : horizon is null || _options.Rollout is not null ? steps
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
