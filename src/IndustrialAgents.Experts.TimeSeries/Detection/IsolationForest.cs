namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Trees that split normal operation at random (Liu, Ting, Zhou 2008, doi:10.1109/ICDM.2008.17): what few splits set apart is unusual. The score is
/// 2 to the power of minus the mean path length over its expectation, as a multiple of its limit. Immutable and thread-safe.
/// </summary>
public sealed partial class IsolationForest
{
    private const int Recent = 10;
    private readonly IsolationTrees _trees;
    private readonly float[] _typical;

    private IsolationForest(IReadOnlyList<SeriesChannel> channels, IsolationTrees trees, float[] typical, double rate, double limit)
    {
        Channels = channels;
        (_trees, _typical) = (trees, typical);
        (Rate, Limit) = (rate, limit);
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Roots.Count;

    /// <summary>Score, 0 to 1, above which a row is unusual.</summary>
    public double Limit { get; }

    // ln 2 over the trees' number and the expected path length: the score is e to the power of minus this times the sum of path lengths.
    private double Rate { get; }

    /// <summary>
    /// What its scores of normal operation are like that it was not fitted on, of the median of the last 10 scores; null where there was too little to fit on parts of
    /// it, or the model was read back. Worked out when it is first asked for, by five more fits.
    /// </summary>
    public ScoreCalibration? Calibration => Calibrator?.Value;

    private Lazy<ScoreCalibration?>? Calibrator { get; init; }

    /// <summary>Fits the forest to normal operation. Samples with a bad value are left out.</summary>
    /// <param name="normal">Samples of normal operation.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">Fewer than 10 samples are good, every channel is constant, or the options make no sense.</exception>
    public static IsolationForest Fit(Series normal, IsolationForestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new IsolationForestOptions();
        InvalidRequestException.Require(options.Trees is >= 1 and <= MaxTrees, "trees", $"{options.Trees}; from 1 to {MaxTrees} make sense");
        InvalidRequestException.Require(options.Samples >= 2, "samples", $"{options.Samples}; it must be at least 2");
        var rows = GoodRows.Of(normal, 10);
        var width = normal.Channels.Count;
        var all = Enumerable.Range(0, rows.Length / width).ToArray();
        var samples = Math.Min(options.Samples, all.Length);
        var random = new Random(options.Seed);
        var trees = new IsolationTrees();
        for (var tree = 0; tree < options.Trees; tree++)
        {
            for (var i = 0; i < samples; i++)
            {
                var other = random.Next(i, all.Length);
                (all[i], all[other]) = (all[other], all[i]);
            }

            trees.Grow(rows, width, all.AsSpan(0, samples), random);
        }

        InvalidRequestException.Require(trees.Channel.Exists(channel => channel >= 0), "series", "every channel is constant; there is nothing to learn from");
        var rate = Math.Log(2) / (options.Trees * IsolationTrees.Expected(samples));
        var scores = Enumerable.Range(0, all.Length).Select(row => Math.Exp(-rate * trees.Sum(rows.AsSpan(row * width, width)))).ToArray();
        return new IsolationForest([.. normal.Channels], trees, Medians(rows, width), rate, options.Limit.From(scores))
        {
            Calibrator = new(() => DetectorCalibration.CrossFit(normal, Recent, part => new IsolationForestDetector(Fit(part, options)))),
        };
    }

    /// <summary>Judges one row.</summary>
    /// <param name="row">One finite value a channel.</param>
    /// <returns>The score as a multiple of the limit.</returns>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public double Score(ReadOnlySpan<float> row) => row.Length == Channels.Count
        ? Math.Exp(-Rate * _trees.Sum(row)) / Limit
        : throw new ArgumentException($"a row of {row.Length} values; the forest was fitted on {Channels.Count} channels", nameof(row));

    /// <summary>What each channel adds to the score: by how much the score falls with the channel's median in its place.</summary>
    /// <param name="row">One finite value a channel; changed during the call and restored.</param>
    /// <param name="contributions">Receives one value a channel.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Contributions(Span<float> row, Span<double> contributions)
    {
        var score = Score(row);
        for (var c = 0; c < row.Length; c++)
        {
            var value = row[c];
            row[c] = _typical[c];
            contributions[c] = Math.Max(0, score - Score(row));
            row[c] = value;
        }
    }

    private static float[] Medians(float[] rows, int width)
    {
        var count = rows.Length / width;
        return
        [
            .. Enumerable.Range(0, width).Select(c => Enumerable.Range(0, count).Select(row => rows[(row * width) + c]).Order().ElementAt(count / 2)),
        ];
    }
}
