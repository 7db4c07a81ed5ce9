using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>How the next token is chosen.</summary>
public sealed class SamplingTests
{
    private static readonly Arbitrary<float[]> Scores = Gen.Choose(-60, 60).Select(n => n / 10f).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Of_AnyScores_SumsToOneInFallingOrder() => Prop.ForAll(Scores, scores =>
    {
        foreach (var distribution in new[] { TokenDistribution.Of(scores, 0.7, 3, 0.8, 0.1), TokenDistribution.Of(scores, 2, null, null, null), TokenDistribution.Of(scores, 1, null, 0.5, null) })
        {
            Assert.Equal(1, distribution.Probabilities.Sum(), 1e-9);
            Assert.Equal(distribution.Probabilities.OrderDescending(), distribution.Probabilities);
            Assert.Equal(distribution.Tokens.Distinct(), distribution.Tokens);
        }

        // Without filters it is the softmax.
        var plain = TokenDistribution.Of(scores, 1, null, null, null);
        var sum = scores.Sum(score => Math.Exp(score));
        Assert.All(plain.Tokens.Zip(plain.Probabilities), own => Assert.Equal(Math.Exp(scores[own.First]) / sum, own.Second, 1e-9));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_TopK_KeepsTheBest() => Prop.ForAll(Scores, Gen.Choose(1, 8).ToArbitrary(), (scores, k) =>
        Assert.Equal(scores.Index().OrderByDescending(own => own.Item).ThenBy(own => own.Index).Take(k).Select(own => own.Index), TokenDistribution.Of(scores, 1, k, null, null).Tokens)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_TopP_KeepsTheSmallestSetThatReachesIt() => Prop.ForAll(Scores, Gen.Choose(1, 99).ToArbitrary(), (scores, percent) =>
    {
        var all = TokenDistribution.Of(scores, 1, null, null, null);
        var kept = TokenDistribution.Of(scores, 1, null, percent / 100.0, null);
        Assert.Equal(all.Tokens.Take(kept.Tokens.Length), kept.Tokens);
        Assert.True(all.Probabilities.Take(kept.Tokens.Length).Sum() >= (percent / 100.0) - 1e-12);
        Assert.True(all.Probabilities.Take(kept.Tokens.Length - 1).Sum() < percent / 100.0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_MinP_KeepsThatShareOfTheBest() => Prop.ForAll(Scores, Gen.Choose(0, 100).ToArbitrary(), (scores, percent) =>
    {
        var all = TokenDistribution.Of(scores, 1, null, null, null);
        var kept = TokenDistribution.Of(scores, 1, null, null, percent / 100.0);
        Assert.Equal(Math.Max(1, all.Probabilities.Count(p => p >= percent / 100.0 * all.Probabilities[0])), kept.Tokens.Length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pick_TemperatureZero_IsGreedyWhateverTheFilters() => Prop.ForAll(Scores, scores =>
    {
        var greedy = Array.IndexOf(scores, scores.Max());
        Assert.Equal(greedy, new TokenSampler(new SamplingParameters(), []).Pick(scores, default));
        Assert.Equal(greedy, new TokenSampler(new SamplingParameters { Temperature = 0, TopP = 0.5, Seed = 3 }, []).Pick(scores, default));
        Assert.Equal([greedy], TokenDistribution.Of(scores, 0, 5, 0.9, 0.1).Tokens);
        Assert.Equal(greedy, new TokenSampler(new SamplingParameters { Temperature = 1e-6 * 0.001, TopK = 1 }, []).Pick(scores, default));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pick_SameSeed_DrawsTheSame() => Prop.ForAll(Scores, Gen.Choose(0, 1000).ToArbitrary(), (scores, seed) =>
        Assert.Equal(Draw(scores, seed), Draw(scores, seed))).QuickCheckThrowOnFailure();

    [Fact]
    public void Pick_ManyDraws_FollowTheDistribution()
    {
        float[] scores = [0, 1, 2, float.NegativeInfinity];
        var sampler = new TokenSampler(new SamplingParameters { Temperature = 1, Seed = 5 }, []);
        var counts = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            counts[sampler.Pick(scores, default)]++;
        }

        var sum = 1 + Math.E + Math.Exp(2);
        Assert.Equal(1 / sum, counts[0] / 20_000.0, 0.01);
        Assert.Equal(Math.Exp(2) / sum, counts[2] / 20_000.0, 0.01);
        Assert.Equal(0, counts[3]);
        Assert.NotEqual(Draw(scores, 1), Draw(scores, 2));
    }

    [Fact]
    public void Pick_RepetitionPenalty_HoldsReadAndWrittenTokensBack()
    {
        // Divided where positive, multiplied where negative.
        var sampler = new TokenSampler(new SamplingParameters { RepetitionPenalty = 2 }, [0]);
        Assert.Equal(1, sampler.Pick([3, 2, -4, -1], default));
        Assert.Equal(0, sampler.Pick([3, 2, -4, -1], default));
        Assert.Equal(3, new TokenSampler(new SamplingParameters { RepetitionPenalty = 2 }, [2, 9]).Pick([-9, -9, -1, -1.5f], default));
    }

    [Fact]
    public void Pick_Allowed_ChoosesAmongThem()
    {
        Assert.Equal(2, new TokenSampler(new SamplingParameters(), []).Pick([5, 4, 3, 2], [false, false, true, true]));
        Assert.Equal(3, new TokenSampler(new SamplingParameters { Temperature = 3 }, []).Pick([5, 4, 3, 2], [false, false, false, true]));
        Assert.Equal(1, new TokenSampler(new SamplingParameters(), []).Pick([5, 4, 9], [false, true]));
    }

    [Fact]
    public void Add_AnyPieces_EndsAtTheFirstStopAndHoldsNothingElseBack() => Prop.ForAll(
        Gen.Elements('a', 'b', 'c').ListOf().Select(list => new string([.. list])).ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (text, size) =>
        {
            string[] stops = ["abc", "bb", "ca"];
            var (matcher, given, ended) = (new StopTexts(stops), "", false);
            for (var i = 0; i < text.Length && !ended; i += size)
            {
                (var piece, ended) = matcher.Add(text[i..Math.Min(text.Length, i + size)]);
                given += piece;

                // What is held back begins a stop text.
                var written = text[..Math.Min(text.Length, i + size)];
                Assert.True(ended || Array.Exists(stops, stop => stop.StartsWith(written[given.Length..], StringComparison.Ordinal)));
            }

            var first = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
            Assert.Equal(first >= 0 ? text[..first] : text, given + (ended ? "" : matcher.Flush()));
            Assert.Equal(first >= 0, ended);
        }).QuickCheckThrowOnFailure();

    private static string Draw(float[] scores, int seed)
    {
        var sampler = new TokenSampler(new SamplingParameters { Temperature = 1.5, Seed = seed }, []);
        return string.Join(' ', Enumerable.Range(0, 40).Select(_ => sampler.Pick(scores, default)));
    }
}
