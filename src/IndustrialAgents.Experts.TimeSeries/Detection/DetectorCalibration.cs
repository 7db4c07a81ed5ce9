namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Measures what a detector says of normal operation that it was not fitted on: of five successive blocks each is judged, row by row, by a detector
/// fitted on the others.
/// </summary>
internal static class DetectorCalibration
{
    private const int Blocks = 5;
    private const int FewestScores = 20;

    /// <summary>Calibrates by leaving blocks out.</summary>
    /// <param name="normal">Samples of normal operation, in order.</param>
    /// <param name="recent">Scores whose median is judged.</param>
    /// <param name="fit">Fits a detector to a series in which one bad sample stands for the left-out block.</param>
    /// <returns>Null where the series is too short for it: a part cannot be fitted on, or fewer than twenty medians come out.</returns>
    public static ScoreCalibration? CrossFit(Series normal, int recent, Func<Series, IStreamingDetector> fit)
    {
        var medians = new List<double>(normal.Length);
        for (var block = 0; block < Blocks; block++)
        {
            var (from, to) = (normal.Length * block / Blocks, normal.Length * (block + 1) / Blocks);
            try
            {
                Collect(fit(Without(normal, from, to)), normal.Slice(from, to - from), new RecentMedian(recent), recent, medians);
            }
            catch (InvalidRequestException)
            {
                return null;
            }
        }

        return medians.Count >= FewestScores ? ScoreCalibration.Of([.. medians]) : null;
    }

    /// <summary>Calibrates a detector that is not fitted, by its scores from its warm-up on.</summary>
    /// <returns>Null where fewer than twenty medians come out.</returns>
    public static ScoreCalibration? Of(IEnumerable<Series> normal, int recent, IStreamingDetector detector)
    {
        var (medians, median) = (new List<double>(), new RecentMedian(recent));
        foreach (var block in normal)
        {
            Collect(detector, block, median, recent, medians);
        }

        return medians.Count >= FewestScores ? ScoreCalibration.Of([.. medians]) : null;
    }

    private static void Collect(IStreamingDetector detector, Series rows, RecentMedian median, int recent, List<double> medians)
    {
        var row = new float[rows.Channels.Count];
        for (var t = 0; t < rows.Length; t++)
        {
            GoodRows.Copy(rows, t, row);
            var score = detector.Push(row);
            if (double.IsFinite(score) && median.Push(score) is var value && median.Count == recent)
            {
                medians.Add(value);
            }
        }
    }

    // One bad sample stands for what is left out, so that no stretch runs across, and blocks of the fit's own fall evenly on the rest.
    private static Series Without(Series series, int from, int to)
    {
        var width = series.Channels.Count;
        var values = new float[(series.Length - to + from + 1) * width];
        var quality = new SampleQuality[values.Length];
        series.Values.Span[..(from * width)].CopyTo(values);
        series.Values.Span[(to * width)..].CopyTo(values.AsSpan((from + 1) * width));
        if (!series.Quality.IsEmpty)
        {
            series.Quality.Span[..(from * width)].CopyTo(quality);
            series.Quality.Span[(to * width)..].CopyTo(quality.AsSpan((from + 1) * width));
        }

        values.AsSpan(from * width, width).Fill(float.NaN);
        quality.AsSpan(from * width, width).Fill(SampleQuality.Bad);
        return series with { Values = values, Quality = quality };
    }
}
