namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Makes the answer about a window from the scores of its rows, as a detector gives them that saw the rows one by one. Thread-safe.</summary>
internal static class WindowJudge
{
    /// <summary>Judges a window.</summary>
    /// <param name="rule">When scores make an alarm.</param>
    /// <param name="channels">The channels that may be to blame.</param>
    /// <param name="scores">One score a sample; NaN where the detector had not seen enough yet, told as 0.</param>
    /// <param name="contributions">What each channel adds to the scores of the last samples, <c>[sample, channel]</c>; empty where that is unknown.</param>
    public static AnomalyScores Judge(AlarmRule rule, IReadOnlyList<SeriesChannel> channels, double[] scores, ReadOnlySpan<double> contributions)
    {
        var judge = new AlarmJudge(rule);
        var last = Array.FindLastIndex(scores, score => !double.IsNaN(score));
        for (var t = 0; t < scores.Length; t++)
        {
            judge.Push(scores[t], isLast: t == last);
            scores[t] = double.IsNaN(scores[t]) ? 0 : scores[t];
        }

        var probability = judge.Probability;
        return new AnomalyScores(scores, judge.Level, probability)
        {
            Blame = Blame(channels, contributions),
            Confidence = Math.Max(probability, 1 - probability),
            PValue = judge.PValue,
            FalseAlarmRate = judge.FalseAlarmRate,
        };
    }

    private static ChannelShare[] Blame(IReadOnlyList<SeriesChannel> channels, ReadOnlySpan<double> contributions)
    {
        var sums = new double[channels.Count];
        for (var at = 0; at < contributions.Length; at++)
        {
            sums[at % sums.Length] += Math.Max(0, contributions[at]);
        }

        var total = sums.Sum();
        return total > 0 && double.IsFinite(total)
            ? [.. channels.Select((channel, c) => new ChannelShare(channel.Name, sums[c] / total)).OrderByDescending(share => share.Share)]
            : [];
    }
}
