using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Tries heads on the texts to be fitted, by cross-validation with identical texts kept in one fold, and says which to take and how their scores become
/// probabilities.
/// </summary>
internal sealed class NgramTrials
{
    private const int MaxFolds = 5;

    // Weights of all labels together; with what the solver remembers, 300 MB.
    private const int MaxWeights = 1 << 22;

    private readonly NgramCounts[] _texts;
    private readonly int[] _classes;
    private readonly int[] _folds;
    private readonly NgramClassifierOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly ConcurrentDictionary<(NgramPieces, int), NgramVectors> _vectors = [];
    private readonly Dictionary<NgramMember, float[]> _scores = [];

    public NgramTrials(NgramCounts[] texts, int[] classes, int[] groups, float[] shares, NgramClassifierOptions options, CancellationToken cancellationToken)
    {
        (_texts, _classes, Shares, _options, _cancellationToken) = (texts, classes, shares, options, cancellationToken);
        LogShares = new float[shares.Length];
        TensorPrimitives.Log(shares, LogShares);
        var order = Enumerable.Range(0, groups.Max() + 1).ToArray();
        new Random(options.Seed).Shuffle(order);
        _folds = Array.ConvertAll(groups, group => order[group] % MaxFolds);
    }

    /// <summary>Share of each class.</summary>
    public float[] Shares { get; }

    /// <summary>Their logarithms.</summary>
    public float[] LogShares { get; }

    /// <summary>What the options' head comes to.</summary>
    public NgramChoice Choose()
    {
        var pieces = _options.Pieces is { } one ? [one] : Enum.GetValues<NgramPieces>();
        if (_options.Head is NgramHead.Softmax or NgramHead.Margin or NgramHead.Ridge)
        {
            return Best(_options.Head, pieces);
        }

        var softmax = Best(NgramHead.Softmax, pieces);
        var first = softmax.Members[0];
        NgramChoice[] heads = [softmax, .. ((NgramHead[])[NgramHead.Margin, NgramHead.Ridge]).Select(head => Alone(new NgramMember(head, first.Pieces, _options.CostsOf(head)[0])))];
        var others = pieces.Where(other => other != first.Pieces).Select(other => first with { Pieces = other });
        var committee = Pool([.. heads.Select(head => head.Members[0]), .. others]);
        return _options.Head == NgramHead.Committee ? committee : Better([.. heads, committee]);
    }

    /// <summary>Vectors of all texts over the pieces of all.</summary>
    public NgramVectors Vectors(NgramPieces pieces) => Vectors(pieces, -1);

    /// <summary>A member's weights fitted to all texts.</summary>
    public float[] Fit(NgramMember member) => LinearHead.Solve(Vectors(member.Pieces), [.. Enumerable.Range(0, _texts.Length)], _classes, Shares, member.Head, member.Cost);

    // Which pieces to read is told by the first cost alone, the cost by those pieces alone.
    private NgramChoice Best(NgramHead head, NgramPieces[] pieces)
    {
        var costs = _options.CostsOf(head);
        var first = pieces.Select(read => Alone(new NgramMember(head, read, costs[0]))).MaxBy(choice => choice.Accuracy)!;
        return Better([first, .. costs.Skip(1).Select(cost => Alone(first.Members[0] with { Cost = cost }))]);
    }

    // The first, unless a later one names more texts rightly by more than two standard errors of the difference: choosing among what differs by chance only makes
    // the choice itself a matter of chance.
    private static NgramChoice Better(NgramChoice[] choices)
    {
        var best = choices[0];
        foreach (var choice in choices)
        {
            var differ = choice.IsRight.Zip(best.IsRight).Where(pair => pair.First != pair.Second).ToArray();
            var gain = differ.Count(pair => pair.First) - differ.Count(pair => pair.Second);
            best = gain > 2 * Math.Sqrt(differ.Length) ? choice : best;
        }

        return best;
    }

    private NgramChoice Alone(NgramMember member) => Pool([member]);

    // A text is judged by factors that were fitted to the other folds.
    private NgramChoice Pool(NgramMember[] members)
    {
        var scores = Array.ConvertAll(members, Scores);
        var (isRight, pooled) = (new bool[_texts.Length], new float[Shares.Length]);
        var rows = Enumerable.Range(0, _texts.Length).ToArray();
        for (var fold = 0; fold < MaxFolds; fold++)
        {
            var factors = ScorePool.Fit(scores, [.. rows.Where(row => _folds[row] != fold)], _classes, LogShares);
            foreach (var row in rows.Where(row => _folds[row] == fold))
            {
                ScorePool.Add(scores, row, factors, LogShares, pooled);
                isRight[row] = TensorPrimitives.IndexOfMax<float>(pooled) == _classes[row];
            }
        }

        return new NgramChoice(members, ScorePool.Fit(scores, rows, _classes, LogShares), isRight);
    }

    // Of every text by weights that were fitted to the other folds.
    private float[] Scores(NgramMember member)
    {
        if (_scores.TryGetValue(member, out var known))
        {
            return known;
        }

        var all = new float[_texts.Length * Shares.Length];
        Parallel.For(0, MaxFolds, new ParallelOptions { CancellationToken = _cancellationToken }, fold =>
        {
            var (fit, held) = (Rows(fold, isHeld: false), Rows(fold, isHeld: true));
            var vectors = Vectors(member.Pieces, fold);
            var scores = LinearHead.Scores(vectors, LinearHead.Solve(vectors, fit, _classes, Shares, member.Head, member.Cost), held, Shares.Length);
            for (var i = 0; i < held.Length; i++)
            {
                scores.AsSpan(i * Shares.Length, Shares.Length).CopyTo(all.AsSpan(held[i] * Shares.Length));
            }
        });
        return _scores[member] = all;
    }

    private NgramVectors Vectors(NgramPieces pieces, int fold) => _vectors.GetOrAdd(
        (pieces, fold), key => new NgramVectors(_texts, Rows(key.Item2, isHeld: false), _options.Ngrams, key.Item1, MaxWeights / Shares.Length));

    private int[] Rows(int fold, bool isHeld) => [.. Enumerable.Range(0, _texts.Length).Where(row => (_folds[row] == fold) == isHeld)];
}
