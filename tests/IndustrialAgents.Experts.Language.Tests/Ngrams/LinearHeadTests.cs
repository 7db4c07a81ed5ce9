using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class LinearHeadTests
{
    private static readonly NgramOptions Ngrams = new() { CrossingApart = true, Together = true, Width = 1 << 14 };

    [Fact]
    public void Minimize_AnyBowl_FindsItsBottom()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new System.Random(seed);
            var bottom = Enumerable.Range(0, 20).Select(_ => (random.NextSingle() * 10) - 5).ToArray();
            var curvature = Enumerable.Range(0, 20).Select(_ => MathF.Exp((random.NextSingle() * 4) - 2)).ToArray();
            var found = Lbfgs.Minimize(new float[20], (point, slope) =>
            {
                var value = 1.0;
                for (var i = 0; i < 20; i++)
                {
                    slope[i] = curvature[i] * (point[i] - bottom[i]);
                    value += 0.5 * slope[i] * (point[i] - bottom[i]);
                }

                return value;
            });
            return found.Zip(bottom).All(pair => Math.Abs(pair.First - pair.Second) < 0.05);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(NgramHead.Softmax)]
    [InlineData(NgramHead.Margin)]
    [InlineData(NgramHead.Ridge)]
    public void Solve_AnyDirection_LeadsUp(NgramHead head)
    {
        string[] texts = ["pump leak", "pump leaks", "pump noise", "loud noise", "crack of pump", "a crack"];
        int[] classes = [0, 0, 1, 1, 2, 2];
        var rows = Enumerable.Range(0, texts.Length).ToArray();
        var vectors = Vectors(texts, NgramPieces.Words);
        float[] shares = [1 / 3f, 1 / 3f, 1 / 3f];
        var weights = LinearHead.Solve(vectors, rows, classes, shares, head, 5);
        var least = Objective(weights);

        var random = new System.Random(3);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(Objective([.. weights.Select(weight => weight + ((random.NextSingle() - 0.5f) * 0.2f))]) >= least);
        }

        // Written out apart from the code under test.
        double Objective(float[] point)
        {
            var scores = LinearHead.Scores(vectors, point, rows, 3);
            var loss = rows.Sum(row =>
            {
                var own = scores.AsSpan(row * 3, 3).ToArray();
                return head switch
                {
                    NgramHead.Softmax => Math.Log(own.Sum(score => Math.Exp(score - own[classes[row]]))),
                    NgramHead.Margin => own.Select((score, c) => Math.Pow(Math.Max(0, 1 - (c == classes[row] ? score : -score)), 2)).Sum(),
                    _ => own.Select((score, c) => 0.5 * Math.Pow(score - ((c == classes[row] ? 1 : 0) - shares[c]), 2)).Sum(),
                };
            });
            return (5 * loss) + (0.5 * point.Sum(weight => (double)weight * weight));
        }
    }

    [Fact]
    public void Vectors_EachKind_HasItsLengthAndRarePiecesCountForNothing()
    {
        var vectors = Vectors(["pump leak", "pump leak", "pump"], NgramPieces.Words);
        var alone = Vectors(["pump leak", "pump leak", "pump quite unheard of"], NgramPieces.Words);

        // The words and their pair in order; the pair in either order.
        Assert.Equal([3, 1], vectors.Kinds.Skip(1).Select(kind => kind.Places.End.Value - kind.Places.Start.Value));
        Assert.Equal(vectors.Buckets, alone.Buckets);
        foreach (var (text, lengths) in ((int, double[])[])[(0, [1, 0.5, 0.5]), (2, [1, 0.5, 0])])
        {
            var point = new float[vectors.Buckets.Length];
            vectors.AddTo(point, text, [1]);
            Assert.All(lengths.Zip(vectors.Kinds), pair => Assert.Equal(pair.First, point[pair.Second.Places].Sum(value => value * value), 1e-5));
        }
    }

    [Fact]
    public void Fit_LabelsDrawnFromTheScores_FindsTheirFactorAndLeavesOutNoise()
    {
        var random = new System.Random(1);
        var rows = Enumerable.Range(0, 4000).ToArray();
        var (signal, noise) = (Draw(), Draw());
        var classes = Array.ConvertAll(rows, row =>
        {
            var odds = Enumerable.Range(0, 3).Select(c => Math.Exp(2 * signal[(row * 3) + c])).ToArray();
            var at = random.NextDouble() * odds.Sum();
            return at < odds[0] ? 0 : at < odds[0] + odds[1] ? 1 : 2;
        });
        float[] even = [-1.0986f, -1.0986f, -1.0986f];

        Assert.Equal(2, ScorePool.Fit([signal], rows, classes, even)[0], 0.15);
        var both = ScorePool.Fit([signal, noise], rows, classes, even);
        Assert.Equal(2, both[0], 0.15);
        Assert.InRange(both[1], 0, 0.1);

        float[] Draw() => [.. Enumerable.Range(0, 12000).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static NgramVectors Vectors(string[] texts, NgramPieces pieces) =>
        new(Array.ConvertAll(texts, text => new NgramHasher(Ngrams).Count(text)), [.. Enumerable.Range(0, texts.Length)], Ngrams, pieces, int.MaxValue);
}
