using System.Text.Json.Serialization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What scores of normal operation, which the detector was not fitted on, say of a score. Up to the highest of them p-values are conformal: the share
/// of normal scores, the one judged among them, that are at least as high (Vovk, Gammerman, Shafer 2005), so that alarms at p-values of at most α have
/// a false-alarm rate of at most α as long as normal scores are exchangeable. Beyond, they are extrapolated by the scores' <see cref="ParetoTail"/>,
/// which is no guarantee. Kept small: of many scores the highest are kept and a selection of the others, between which p-values are rounded up.
/// Immutable and thread-safe.
/// </summary>
public sealed record ScoreCalibration
{
    private const int MostKnots = 192;
    private const int FewestInTail = 10;

    // Below it a p-value is the same as none; it keeps logarithms and quotients finite.
    private const double LeastProbability = 1e-300;

    /// <summary>Number of scores.</summary>
    public required int Count { get; init; }

    /// <summary>Scores, rising, the lowest and the highest among them.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>For each of <see cref="Scores"/> how many are higher.</summary>
    public required IReadOnlyList<int> Above { get; init; }

    /// <summary>The tail, without an end; null where fewer than ten scores lie in it.</summary>
    public ParetoTail? Tail { get; init; }

    /// <summary>The smallest conformal p-value, 1 / (number of scores + 1); smaller ones are extrapolated.</summary>
    [JsonIgnore]
    public double LeastConformal => 1.0 / (Count + 1);

    /// <summary>What is wrong with values that were read; null where nothing is.</summary>
    [JsonIgnore]
    internal string? Fault
    {
        get
        {
            if (Count < 1 || Scores is null || Above is null || Scores.Count == 0 || Scores.Count != Above.Count || Above[^1] != 0)
            {
                return $"{Count} scores, {Scores?.Count ?? 0} kept and {Above?.Count ?? 0} counts; give as many counts as scores kept, the last of them 0";
            }

            for (var i = 0; i < Scores.Count; i++)
            {
                if (!double.IsFinite(Scores[i]) || Above[i] < 0 || Above[i] >= Count || (i > 0 && (Scores[i] <= Scores[i - 1] || Above[i] >= Above[i - 1])))
                {
                    return $"score {i} is {Scores[i]} with {Above[i]} above; scores must rise and counts fall";
                }
            }

            return Tail is null || (double.IsFinite(Tail.Begins) && Tail.Share is > 0 and <= 1 && Tail.Shape is >= 0 and < 100 && Tail.Scale > 0 && double.IsFinite(Tail.Scale))
                ? null
                : $"{Tail} is no tail";
        }
    }

    /// <summary>Takes scores in any order.</summary>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static ScoreCalibration Of(ReadOnlySpan<double> scores)
    {
        var sorted = scores.ToArray();
        if (sorted.Length == 0 || !Array.TrueForAll(sorted, double.IsFinite))
        {
            throw new ArgumentException("p-values need scores, all of them finite", nameof(scores));
        }

        Array.Sort(sorted);
        var (knots, above) = (new List<double>(), new List<int>());
        var next = (double)sorted.Length;
        for (var i = 0; i < sorted.Length; i++)
        {
            // The last of equal ones; from there on each that is kept leaves a sixteenth fewer above, until all are kept.
            var higher = sorted.Length - 1 - i;
            if (i + 1 < sorted.Length && sorted[i + 1] == sorted[i])
            {
                continue;
            }

            if (knots.Count == 0 || sorted.Length <= MostKnots || higher <= next)
            {
                knots.Add(sorted[i]);
                above.Add(higher);
                next = higher * 15.0 / 16;
            }
        }

        var tail = ParetoTail.Fit(sorted) is { } fitted && fitted.Share * sorted.Length >= FewestInTail ? fitted.WithoutEnd() : null;
        return new ScoreCalibration { Count = sorted.Length, Scores = knots, Above = above, Tail = tail is { Scale: > 0 } && double.IsFinite(tail.Scale) ? tail : null };
    }

    /// <summary>Whether a score's p-value is extrapolated by the tail and no conformal one.</summary>
    public bool IsExtrapolated(double score) => Tail is not null && score > Scores[^1] && Tail.Exceedance(score) < LeastConformal;

    /// <summary>The p-value of a score, above 0: conformal, or extrapolated beyond the highest score.</summary>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public double PValue(double score)
    {
        var conformal = Conformal(score);
        return IsExtrapolated(score) ? Math.Max(LeastProbability, Tail!.Exceedance(score)) : conformal;
    }

    /// <summary>The conformal p-value of a score, at least <see cref="LeastConformal"/>.</summary>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public double Conformal(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("a score that is NaN has no p-value", nameof(score));
        }

        // Bisection for the first score that is at least as high.
        var (low, high) = (0, Scores.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Scores[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return ((low == 0 ? Count : Above[low - 1]) + 1.0) / (Count + 1);
    }

    /// <summary>The level above which every score has at most this p-value: an alarm limit for a stated rate of false alarms.</summary>
    /// <param name="rate">The rate, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range, or rarer than these scores can tell.</exception>
    public double Level(double rate)
    {
        if (!(rate > 0) || !(rate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "must be between 0 and 1");
        }

        for (var i = 0; i < Scores.Count; i++)
        {
            if (Above[i] + 1.0 <= rate * (Count + 1))
            {
                return Scores[i];
            }
        }

        return Tail is not null
            ? Math.Max(Scores[^1], Tail.Level(Math.Min(rate, Tail.Share)))
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"{Count} scores without a tail tell no rate below {LeastConformal}; calibrate on more rows");
    }
}
