using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Learning.Tests.Heads;

public sealed class DiscriminantHeadTests
{
    [Fact]
    public void From_AnyRows_IsTheShrunkDiscriminantSolvedDirectly() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            const int Width = 4;
            const int Classes = 3;
            var random = new Random(seed);
            var classes = Enumerable.Range(0, 20).Select(r => r < Classes ? r : random.Next(Classes)).ToArray();
            var rows = Array.ConvertAll(classes, c => Enumerable.Range(0, Width).Select(i => (float)(random.NextDouble() + (i == c ? 1 : 0))).ToArray());
            var statistics = new RidgeStatistics(Width, Classes);
            statistics.AddClasses([.. rows.SelectMany(row => row)], classes);
            var strength = 0.1 + random.NextDouble();

            var head = DiscriminantHead.From(RidgeHead.Solve(statistics, strength), statistics);

            var within = DenseMatrix.CreateIdentity(Width) * strength;
            var means = Enumerable.Range(0, Classes).Select(c => DenseVector.Create(Width, i => rows.Where((_, r) => classes[r] == c).Average(row => (double)row[i]))).ToArray();
            for (var r = 0; r < rows.Length; r++)
            {
                var difference = DenseVector.Create(Width, i => rows[r][i] - means[classes[r]][i]);
                within += DenseMatrix.OfMatrix(difference.OuterProduct(difference));
            }

            // The head leaves out what the classes share; differences of scores are those of the logarithms of likelihoods.
            var all = DenseVector.Create(Width, i => rows.Average(row => (double)row[i]));
            var inverse = (within / rows.Length).Inverse();
            var scores = new double[Classes];
            head.Predict(rows[0], scores);
            for (var c = 0; c < Classes; c++)
            {
                var (from, of) = (means[c] - all, DenseVector.Create(Width, i => rows[0][i]) - all);
                var expected = (inverse * from).DotProduct(of) - (0.5 * (inverse * from).DotProduct(from)) + Math.Log(classes.Count(own => own == c) / (double)rows.Length);
                Assert.Equal(expected, scores[c], 1e-6 * Math.Max(1, Math.Abs(expected)));
            }
        }));

    [Fact]
    public void From_ClassInTheMiddle_IsNotMasked()
    {
        var (statistics, middle) = (new RidgeStatistics(1, 3), 0);
        for (var i = 0; i < 30; i++)
        {
            statistics.AddClasses([(i % 3) + (0.01f * (i / 3))], [i % 3]);
        }

        var ridge = RidgeHead.Solve(statistics, 1e-3);
        var head = DiscriminantHead.From(ridge, statistics);
        var (own, other) = (new double[3], new double[3]);
        head.Predict([1.05f], own);
        ridge.Predict([1.25f], other);
        middle = Array.IndexOf(own, own.Max());

        Assert.Equal(1, middle);
        Assert.NotEqual(1, Array.IndexOf(other, other.Max()));
    }

    [Fact]
    public void From_ClassWithoutRows_IsRefused()
    {
        var statistics = new RidgeStatistics(1, 2);
        statistics.AddClasses([1f, 2f], [0, 0]);

        Assert.Contains("needs rows of each", Assert.Throws<InvalidStatisticsException>(() => DiscriminantHead.From(RidgeHead.Solve(statistics, 1), statistics)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidStatisticsException>(() => DiscriminantHead.From(new RidgeHead(2, 2, new double[4], new double[2], 1), statistics));
    }
}
