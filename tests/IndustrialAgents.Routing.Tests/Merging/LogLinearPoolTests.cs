using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class LogLinearPoolTests
{
    private static Gen<ClassProbabilities> Posterior => Samples.Distribution(3).Select(p => new ClassProbabilities(Given.Labels, p));

    [Fact]
    public void Merge_AnyPosteriors_SumsToOneAndIgnoresTheirOrder() =>
        Prop.ForAll(Samples.Weighted(Posterior), items =>
        {
            var merged = LogLinearPool.Merge(Samples.Votes(items)).Probabilities.Span;
            var reversed = LogLinearPool.Merge(Samples.Votes(items.Reverse())).Probabilities.Span;
            return Math.Abs(merged.ToArray().Sum() - 1) < 1e-9 && Samples.Close(merged, reversed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualPosteriors_IsThatPosterior() =>
        Prop.ForAll(Arb.From(Posterior), posterior =>
        {
            var merged = LogLinearPool.Merge(Given.Votes([1, 2, 5], posterior, posterior, posterior));
            return Samples.Close(merged.Probabilities.Span, posterior.Probabilities.Span);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualPosteriorsWithZeros_KeepsTheZeros()
    {
        var merged = LogLinearPool.Merge(Given.Votes([1, 1], Given.Classes(1, 0, 0), Given.Classes(1, 0, 0)));

        Assert.Equal([1, 0, 0], merged.Probabilities.ToArray());
    }

    [Fact]
    public void Merge_TwoExperts_IsTheGeometricMean()
    {
        var merged = LogLinearPool.Merge(Given.Votes([1, 1], Given.Classes(0.9, 0.1, 0), Given.Classes(0.5, 0.5, 0)));

        var (a, b) = (Math.Sqrt(0.9 * 0.5), Math.Sqrt(0.1 * 0.5));
        Assert.Equal(a / (a + b), merged.Probabilities.Span[0], 1e-9);
    }

    [Fact]
    public void Merge_OneExpertCertain_CannotVetoForEver()
    {
        var merged = LogLinearPool.Merge(Given.Votes([1, 9], Given.Classes(0, 1, 0), Given.Classes(0.98, 0.01, 0.01)));

        Assert.Equal("wear", merged.Top().Label);
    }

    [Fact]
    public void Merge_DifferentLabels_PoolsOverTheirUnionWhereTheUnknownCountsAsIndifferent()
    {
        var narrow = new ClassProbabilities(["leak", "wear"], new[] { 0.2, 0.8 });
        var other = new ClassProbabilities(["normal", "wear"], new[] { 0.5, 0.5 });

        var merged = LogLinearPool.Merge(Given.Votes([1, 1], narrow, other));

        Assert.Equal(["leak", "wear", "normal"], merged.Labels);
        Assert.Equal(1, merged.Probabilities.ToArray().Sum(), 1e-12);
        Assert.Equal("wear", merged.Top().Label);

        // Geometric means of (0.2·2/3, 0.8·2/3, 1/3) and (1/3, 0.5·2/3, 0.5·2/3), normalised.
        double[] expected = [Math.Sqrt(0.4 / 9), Math.Sqrt(1.6 / 9), Math.Sqrt(1.0 / 9)];
        Assert.Equal(expected[1] / expected.Sum(), merged.Probabilities.Span[1], 1e-9);
    }
}
