namespace IndustrialAgents.Experts;

/// <summary>Reads a model's forecast, in whichever order its dimensions lie, as <c>[level, step, channel]</c>.</summary>
internal static class ForecastTensor
{
    /// <param name="output">
    /// The model's output: a batch of 1, then step and channel as in the layout (step alone for one channel), or a row for each channel with its
    /// steps; with levels behind the batch or last.
    /// </param>
    /// <param name="layout">Order of step and channel.</param>
    /// <param name="quantiles">Where the levels are; null where there are none.</param>
    /// <param name="cut">Given steps and channels of the model, tells how many steps to keep.</param>
    /// <param name="unscale">Turns a value of a channel into its unit.</param>
    /// <exception cref="InvalidRequestException">The output does not have that form; the batch is not 1.</exception>
    public static float[] Read(Tensor output, WindowLayout layout, QuantileOptions? quantiles, Func<int, int, int> cut, Func<double, int, float> unscale)
    {
        var at = Place(output, layout, quantiles);
        var levels = quantiles?.Levels.Count ?? 1;
        var kept = cut(at.Steps, at.Channels);
        var numbers = TensorCast.ToDoubles(output);
        var target = new float[checked(levels * kept * at.Channels)];
        var next = 0;
        for (var level = 0; level < levels; level++)
        {
            for (var step = 0; step < kept; step++)
            {
                for (var channel = 0; channel < at.Channels; channel++)
                {
                    target[next++] = unscale(numbers[at.First + (level * at.LevelStride) + (step * at.StepStride) + (channel * at.ChannelStride)], channel);
                }
            }
        }

        return target;
    }

    private static Strides Place(Tensor output, WindowLayout layout, QuantileOptions? quantiles)
    {
        var shape = output.Shape.Dimensions;
        var byRow = layout == WindowLayout.ChannelRows;
        Require(!byRow || shape.Length > 1, output, quantiles);
        var rows = byRow ? shape[0] : 1;
        var core = byRow || (shape.Length > 0 && shape[0] == 1) ? shape[1..] : shape;
        var entries = quantiles is null ? 1 : quantiles.Lead + quantiles.Levels.Count;
        var (inner, levelStride) = (1L, 0L);
        if (quantiles is { Axis: QuantileAxis.First })
        {
            Require(core.Length > 1 && core[0] == entries, output, quantiles);
            core = core[1..];
            levelStride = Count(core);
        }
        else if (quantiles is not null)
        {
            Require(core.Length > 1 && core[^1] == entries, output, quantiles);
            core = core[..^1];
            (levelStride, inner) = (1, entries);
        }

        var first = levelStride * (quantiles?.Lead ?? 0);
        if (byRow)
        {
            // A dimension of 1 is the one channel of the row.
            Require(core.Length is 1 || (core.Length is 2 && (core[0] == 1 || core[1] == 1)), output, quantiles);
            return new Strides((int)Count(core), (int)rows, first, levelStride, inner, Count(shape[1..]));
        }

        Require(core.Length is 1 or 2, output, quantiles);
        var byTime = layout == WindowLayout.TimeChannel || core.Length == 1;
        var (steps, channels) = core.Length == 1 ? (core[0], 1) : byTime ? (core[0], core[1]) : (core[1], core[0]);
        return byTime
            ? new Strides((int)steps, (int)channels, first, levelStride, channels * inner, inner)
            : new Strides((int)steps, (int)channels, first, levelStride, inner, steps * inner);
    }

    private static long Count(ReadOnlySpan<long> dimensions)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count *= dimension;
        }

        return count;
    }

    private static void Require(bool holds, Tensor output, QuantileOptions? quantiles)
    {
        if (!holds)
        {
            var levels = (quantiles?.Levels.Count ?? 1) + (quantiles?.Lead ?? 0);
            throw new InvalidRequestException(
                "inputs", $"the model gives {output} for them, which is no forecast of one series{(levels > 1 ? $" at {levels} levels" : "")}");
        }
    }

    private readonly record struct Strides(int Steps, int Channels, long First, long LevelStride, long StepStride, long ChannelStride);
}
