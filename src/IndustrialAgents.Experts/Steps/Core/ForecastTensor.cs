namespace IndustrialAgents.Experts;

/// <summary>Reads a model's forecast, in whichever order its dimensions lie, as <c>[level, step, channel]</c>.</summary>
internal static class ForecastTensor
{
    /// <param name="output">The model's output: a batch of 1, then step and channel as in the layout (step alone for one channel), with levels before or after.</param>
    /// <param name="layout">Order of step and channel.</param>
    /// <param name="quantiles">Where the levels are; null where there are none.</param>
    /// <param name="cut">Given steps and channels of the model, tells how many steps to keep.</param>
    /// <param name="unscale">Turns a value of a channel into its unit.</param>
    /// <exception cref="InvalidRequestException">The output does not have that form; the batch is not 1.</exception>
    public static float[] Read(Tensor output, WindowLayout layout, QuantileOptions? quantiles, Func<int, int, int> cut, Func<double, int, float> unscale)
    {
        var levels = quantiles?.Levels.Count ?? 1;
        var shape = output.Shape.Dimensions;
        var core = shape.Length > 0 && shape[0] == 1 ? shape[1..] : shape;
        var (levelStride, inner) = (0L, 1L);
        if (quantiles is { Axis: QuantileAxis.First })
        {
            Require(core.Length > 1 && core[0] == levels, output, levels);
            core = core[1..];
            levelStride = core.Length == 1 ? core[0] : core[0] * core[1];
        }
        else if (quantiles is not null)
        {
            Require(core.Length > 1 && core[^1] == levels, output, levels);
            core = core[..^1];
            (levelStride, inner) = (1, levels);
        }

        Require(core.Length is 1 or 2, output, levels);
        var byTime = layout == WindowLayout.TimeChannel;
        var (steps, channels) = core.Length == 1 ? (core[0], 1) : byTime ? (core[0], core[1]) : (core[1], core[0]);
        var (stepStride, channelStride) = byTime || core.Length == 1 ? (channels * inner, inner) : (inner, steps * inner);

        var kept = cut((int)steps, (int)channels);
        var numbers = TensorCast.ToDoubles(output);
        var target = new float[levels * kept * channels];
        var at = 0;
        for (var level = 0; level < levels; level++)
        {
            for (var step = 0; step < kept; step++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    target[at++] = unscale(numbers[(level * levelStride) + (step * stepStride) + (channel * channelStride)], channel);
                }
            }
        }

        return target;
    }

    private static void Require(bool holds, Tensor output, int levels)
    {
        if (!holds)
        {
            throw new InvalidRequestException(
                "inputs", $"the model gives {output} for them, which is no forecast of one series{(levels > 1 ? $" at {levels} levels" : "")}");
        }
    }
}
