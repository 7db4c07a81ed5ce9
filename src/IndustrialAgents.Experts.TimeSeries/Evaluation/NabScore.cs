namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The scoring of the Numenta anomaly benchmark, standard profile (Lavin, Ahmad 2015, doi:10.1109/ICMLA.2015.141): each anomaly window is worth up to 1
/// for its earliest alarm and -1 without one, an alarm outside costs up to 0.11, and less just after a window; the first rows do not count.
/// Immutable and thread-safe.
/// </summary>
public sealed class NabScore
{
    private const double FalseAlarmWeight = 0.11;
    private const double Probation = 0.15;
    private const int LongestProbation = 750;
    private readonly (double Score, double Worth, int Window)[] _rows;
    private readonly int _windows;

    /// <summary>Prepares one series.</summary>
    /// <param name="scores">The detector's score of each row, finite; at or above a threshold it is an alarm.</param>
    /// <param name="windows">First and last row of each anomaly window, in order.</param>
    /// <exception cref="ArgumentException">A window is empty, out of order or beyond the rows, or a score is not finite.</exception>
    public NabScore(ReadOnlySpan<double> scores, IReadOnlyList<(int First, int Last)> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        for (var w = 0; w < windows.Count; w++)
        {
            var (first, last) = windows[w];
            if (first < (w == 0 ? 0 : windows[w - 1].Last + 1) || last < first || last >= scores.Length)
            {
                throw new ArgumentException($"window {w} is rows {first} to {last} of {scores.Length}; windows must be in order and within the rows", nameof(windows));
            }
        }

        var begin = Math.Min((int)(Probation * scores.Length), LongestProbation);
        _rows = new (double, double, int)[scores.Length - begin];
        _windows = windows.Count;
        var next = 0;
        for (var t = 0; t < scores.Length; t++)
        {
            if (!double.IsFinite(scores[t]))
            {
                throw new ArgumentException($"the score of row {t} is not finite", nameof(scores));
            }

            while (next < windows.Count && windows[next].Last < t)
            {
                next++;
            }

            if (t >= begin)
            {
                var inside = next < windows.Count && windows[next].First <= t;
                _rows[t - begin] = (scores[t], inside ? Hit(windows[next], t) : FalseAlarm(windows, next, t), inside ? next : -1);
            }
        }

        Array.Sort(_rows, (a, b) => b.Score.CompareTo(a.Score));
    }

    /// <summary>The score at a threshold, as a share of what one alarm at the start of every window and none elsewhere would get; 0 is no alarm at all.</summary>
    /// <param name="threshold">Scores at or above it are alarms.</param>
    public double At(double threshold) => (Raw(threshold) + _windows) / (2.0 * Math.Max(1, _windows));

    /// <summary>The one threshold that gives several series the greatest sum of scores, which is how the benchmark sets it: with the labels known.</summary>
    /// <param name="series">The series.</param>
    /// <returns>The threshold; infinite where no alarm at all is best.</returns>
    public static double BestThreshold(IReadOnlyList<NabScore> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var rows = series.SelectMany((one, s) => one._rows.Select(row => (row.Score, row.Worth, Series: s, row.Window))).OrderByDescending(row => row.Score).ToArray();
        var best = series.Select(one => Enumerable.Repeat(-1.0, one._windows).ToArray()).ToArray();
        var (sum, greatest, threshold) = (0.0, 0.0, double.PositiveInfinity);
        for (var at = 0; at < rows.Length; at++)
        {
            var (score, worth, s, window) = rows[at];
            if (window < 0)
            {
                sum += worth;
            }
            else if (worth > best[s][window])
            {
                sum += worth - best[s][window];
                best[s][window] = worth;
            }

            if ((at + 1 == rows.Length || rows[at + 1].Score < score) && sum > greatest)
            {
                (greatest, threshold) = (sum, score);
            }
        }

        return threshold;
    }

    private double Raw(double threshold)
    {
        var (best, sum) = (Enumerable.Repeat(-1.0, _windows).ToArray(), 0.0);
        foreach (var (_, worth, window) in _rows.TakeWhile(row => row.Score >= threshold))
        {
            if (window < 0)
            {
                sum += worth;
            }
            else
            {
                best[window] = Math.Max(best[window], worth);
            }
        }

        return sum + best.Sum();
    }

    private static double Hit((int First, int Last) window, int t) =>
        Sigmoid(-(window.Last - t + 1.0) / (window.Last - window.First + 1)) / Sigmoid(-1);

    private static double FalseAlarm(IReadOnlyList<(int First, int Last)> windows, int next, int t) => FalseAlarmWeight * (next == 0
        ? -1
        : Sigmoid((t - windows[next - 1].Last) / Math.Max(1.0, windows[next - 1].Last - windows[next - 1].First)));

    // From 1 well before position 0, the end of the window, to -1 well after.
    private static double Sigmoid(double position) => position > 3 ? -1 : (2 / (1 + Math.Exp(5 * position))) - 1;
}
