using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Rows that remaining life is fitted on: features of every beginning of every run, the life that was left, and whose run it was.</summary>
internal sealed class LifeTraining
{
    /// <exception cref="InvalidRequestException">A run or an option cannot be used.</exception>
    public LifeTraining(IReadOnlyList<Series> runs, RemainingLifeOptions options)
    {
        Validate(runs, options);
        Channels = [.. runs[0].Channels];
        Width = LifeFeatures.Width(Channels.Length, options.FromNew);
        var values = runs.Select((run, r) => Read(run, r, options)).ToArray();
        Scale = Standardizer.Fit(values.SelectMany(run => run).ToArray(), Channels.Length);
        var (features, life, left, owners) = (new List<float>(), new List<float>(), new List<int>(), new List<int>());
        var row = new float[Width];
        for (var r = 0; r < values.Length; r++)
        {
            var standardized = new double[values[r].Length];
            Scale.Apply(values[r], standardized);
            var length = standardized.Length / Channels.Length;
            for (var end = options.Least; end <= length; end++)
            {
                LifeFeatures.Compute(standardized.AsSpan(0, end * Channels.Length), Channels.Length, options.Window, options.FromNew ? end : null, row);
                features.AddRange(row);
                life.Add((float)Math.Min(options.Cap, length - end));
                left.Add(length - end);
                owners.Add(r);
            }
        }

        (Features, Life, Left, Runs) = ([.. features], [.. life], [.. left], [.. owners]);
    }

    public SeriesChannel[] Channels { get; }

    public Standardizer Scale { get; }

    public int Width { get; }

    public float[] Features { get; }

    public float[] Life { get; }

    /// <summary>Life left of each row, not capped.</summary>
    public int[] Left { get; }

    public int[] Runs { get; }

    /// <summary>The regression of all runs but those of a fold.</summary>
    public LifeRegression FitWithout(Func<int, bool> left, RemainingLifeOptions options, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, Life.Length).Where(row => !left(Runs[row]))];
        var features = new float[rows.Length * Width];
        for (var i = 0; i < rows.Length; i++)
        {
            Features.AsSpan(rows[i] * Width, Width).CopyTo(features.AsSpan(i * Width));
        }

        return LifeRegression.Fit(features, Width, Array.ConvertAll(rows, row => Life[row]), options.Trees, cancellationToken);
    }

    private static float[] Read(Series run, int index, RemainingLifeOptions options)
    {
        var field = $"runs[{index}]";
        var turned = WindowValues.ByChannel(run, field);
        InvalidRequestException.Require(
            run.Length > options.Least, field, $"{run.Length} samples; a run to failure needs more than the {options.Least} that an answer needs");
        var (values, width) = (new float[turned.Length], run.Channels.Count);
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = turned[(at % width * run.Length) + (at / width)];
        }

        return values;
    }

    private static void Validate(IReadOnlyList<Series> runs, RemainingLifeOptions options)
    {
        ArgumentNullException.ThrowIfNull(runs);
        InvalidRequestException.Require(runs.Count >= 2, "runs", $"{runs.Count}; at least 2 are needed, one to fit and one to judge");
        InvalidRequestException.Require(options.Least >= 2 && options.Window >= options.Least, "least", $"{options.Least} of a window of {options.Window}; from 2 to the window make sense");
        InvalidRequestException.Require(options.Cap >= 1 && double.IsFinite(options.Cap), "cap", $"{options.Cap}; it must be at least 1");
        InvalidRequestException.Require(options.Folds >= 2, "folds", $"{options.Folds}; at least 2 are needed to judge on runs that were not fitted");
        InvalidRequestException.Require(
            options.Levels.Count > 0 && options.Levels.All(level => level is > 0 and < 1) && options.Levels.Zip(options.Levels.Skip(1)).All(pair => pair.First < pair.Second),
            "levels",
            $"[{string.Join(", ", options.Levels)}]; they must rise and lie between 0 and 1");
        var names = runs[0].Channels.Select(channel => channel.Name).ToArray();
        InvalidRequestException.Require(names.Length > 0, "runs[0].channels", "are none");
        for (var r = 0; r < runs.Count; r++)
        {
            var own = runs[r].Channels.Select(channel => channel.Name).ToArray();
            InvalidRequestException.Require(own.SequenceEqual(names), $"runs[{r}].channels", $"{string.Join(", ", own)}; the first run has {string.Join(", ", names)}");
        }
    }
}
