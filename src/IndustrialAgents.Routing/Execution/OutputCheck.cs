namespace IndustrialAgents.Routing;

/// <summary>Checks what an expert says against the contract of its output, so that no merge meets NaN or arrays that do not fit.</summary>
internal static class OutputCheck
{
    private const double SumTolerance = 1e-3;

    /// <summary>What is wrong with an output; null where nothing is.</summary>
    public static string? FindFlaw(ExpertOutput output)
    {
        if (output.Confidence is { } confidence && !(confidence is >= 0 and <= 1))
        {
            return $"confidence {confidence} is not between 0 and 1";
        }

        return output switch
        {
            ClassProbabilities classes => OfClasses(classes),
            Forecast forecast => OfForecast(forecast),
            Estimate estimate => OfEstimate(estimate),
            AnomalyScores anomaly => OfAnomaly(anomaly),
            Detections detections => OfDetections(detections),
            Passages passages => passages.Items is null ? "no list of passages"
                : passages.Items.Any(item => item?.Id is null || !double.IsFinite(item.Score)) ? "a passage without id or finite score"
                : null,
            GeneratedText text => text.Text is null ? "no text" : null,
            Embedding embedding => embedding.Vector.IsEmpty || !IsFinite(embedding.Vector.Span) ? "the vector is empty or not finite" : null,
            TensorsOutput tensors => tensors.Tensors is null or { Count: 0 } ? "no tensors" : null,
            ExtractedEntities entities => entities.Items is null ? "no list of entities"
                : entities.Items.Any(item => item is not { Class: not null, Text: not null, Start: >= 0 } || item.End <= item.Start) ? "an entity without class or text, or empty"
                : null,
            _ => $"{output.GetType().Name} is not an output that is known here",
        };
    }

    private static string? OfClasses(ClassProbabilities classes)
    {
        var probabilities = classes.Probabilities.Span;
        if (classes.Labels is null || classes.Labels.Count != probabilities.Length || probabilities.IsEmpty)
        {
            return $"{probabilities.Length} probabilities for {classes.Labels?.Count ?? 0} labels";
        }

        for (var i = 0; i < classes.Labels.Count; i++)
        {
            if (classes.Labels[i] is null)
            {
                return $"label {i} is null";
            }
        }

        var sum = 0.0;
        foreach (var probability in probabilities)
        {
            if (!(probability is >= 0 and <= 1 + SumTolerance))
            {
                return $"{probability} is not a probability";
            }

            sum += probability;
        }

        return Math.Abs(sum - 1) <= SumTolerance ? null : $"the probabilities sum to {sum}";
    }

    private static string? OfForecast(Forecast forecast)
    {
        if (forecast.Channels is null or { Count: 0 } || forecast.Median.IsEmpty || forecast.Median.Length % forecast.Channels.Count != 0)
        {
            return $"{forecast.Median.Length} values for {forecast.Channels?.Count ?? 0} channels";
        }

        if (HasNull(forecast.Channels))
        {
            return "a channel is null";
        }

        if (forecast.Levels is null || forecast.Quantiles.Length != (long)forecast.Levels.Count * forecast.Median.Length)
        {
            return $"{forecast.Quantiles.Length} quantiles for {forecast.Levels?.Count ?? 0} levels of {forecast.Median.Length} values";
        }

        for (var i = 0; i < forecast.Levels.Count; i++)
        {
            if (!(forecast.Levels[i] is > 0 and < 1) || (i > 0 && forecast.Levels[i] <= forecast.Levels[i - 1]))
            {
                return "the levels do not rise between 0 and 1";
            }
        }

        return IsFinite(forecast.Median.Span) && IsFinite(forecast.Quantiles.Span) ? null : "a value is not finite";
    }

    private static string? OfEstimate(Estimate estimate)
    {
        if (estimate.Quantities is null or { Count: 0 } || estimate.Values.IsEmpty || estimate.Values.Length % estimate.Quantities.Count != 0)
        {
            return $"{estimate.Values.Length} values for {estimate.Quantities?.Count ?? 0} quantities";
        }

        return HasNull(estimate.Quantities) ? "a quantity is null"
            : !IsFinite(estimate.Values.Span) ? "a value is not finite"
            : estimate.StandardDeviations.IsEmpty ? null
            : estimate.StandardDeviations.Length != estimate.Values.Length ? $"{estimate.StandardDeviations.Length} deviations for {estimate.Values.Length} values"
            : IsFinite(estimate.StandardDeviations.Span) ? null
            : "a standard deviation is not finite";
    }

    private static string? OfAnomaly(AnomalyScores anomaly) =>
        !(anomaly.Probability is >= 0 and <= 1) ? $"{anomaly.Probability} is not a probability"
        : !double.IsFinite(anomaly.Threshold) ? $"the threshold is {anomaly.Threshold}"
        : !IsFinite(anomaly.Scores.Span) ? "a score is not finite"
        : anomaly.PValue is { } value && !(value is >= 0 and <= 1) ? $"{value} is no p-value"
        : anomaly.FalseAlarmRate is { } rate && !(rate is >= 0 and <= 1) ? $"{rate} is no rate of false alarms"
        : anomaly.Grid is { } grid && OfGrid(grid, anomaly.Scores.Length) is { } flaw ? flaw
        : anomaly.Blame is null || anomaly.Blame.Any(share => share?.Channel is null || !double.IsFinite(share.Share)) ? "a channel's share is not finite"
        : null;

    private static string? OfGrid(ScoreGrid grid, int scores) =>
        grid.Rows < 1 || grid.Columns < 1 || (long)grid.Rows * grid.Columns != scores ? $"{scores} scores for a grid of {grid.Rows} x {grid.Columns}"
        : grid.Width < 1 || grid.Height < 1 || !IsFinite([grid.Left, grid.Top, grid.Right, grid.Bottom]) || !(grid.Right > grid.Left) || !(grid.Bottom > grid.Top)
            ? "the grid of scores lies on no picture"
        : null;

    private static string? OfDetections(Detections detections)
    {
        if (detections.Items is null)
        {
            return "no list of detections";
        }

        foreach (var item in detections.Items)
        {
            if (item?.Label is null || !(item.Score is >= 0 and <= 1))
            {
                return "a detection without label or with a score outside 0 to 1";
            }

            if (!IsFinite([item.Left, item.Top, item.Right, item.Bottom]) || item.Right < item.Left || item.Bottom < item.Top)
            {
                return "a box is empty or not finite";
            }
        }

        return null;
    }

    private static bool HasNull(IReadOnlyList<SeriesChannel> channels)
    {
        for (var i = 0; i < channels.Count; i++)
        {
            if (channels[i] is null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
