using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language.Tests.Entities;

public sealed class TagPathTests
{
    [Fact]
    public void Best_AnyScores_IsTheBestOfAllPaths()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (n, tags) = (random.Next(1, 6), random.Next(1, 5));
            var scores = Draw(random, n * tags);
            var steps = Draw(random, (tags + 1) * tags);
            var best = Enumerable.Range(0, (int)Math.Pow(tags, n)).Max(number => Sum(Path(number, n, tags), scores, steps, tags));

            return Sum(TagPath.Best(scores, steps, tags), scores, steps, tags) == best;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Best_NoTokens_IsNoPath() => Assert.Empty(TagPath.Best([], [0, 0, 0, 0, 0, 0], 2));

    // Whole numbers, so that sums are exact in any order.
    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-20, 21))];

    private static int[] Path(int number, int n, int tags) => [.. Enumerable.Range(0, n).Select(i => number / (int)Math.Pow(tags, i) % tags)];

    private static float Sum(int[] path, float[] scores, float[] steps, int tags) =>
        path.Select((tag, i) => scores[(i * tags) + tag] + steps[((i == 0 ? tags : path[i - 1]) * tags) + tag]).Sum();
}
