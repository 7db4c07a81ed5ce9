using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class MisledHistoryTests
{
    private static readonly string[] Members = ["series", "image", "text"];
    private static readonly double[] Fitted = [0.2, 0.3, 0.1];

    [Fact]
    public void Shares_WithoutCases_AreTheFittedOnes() => Assert.Equal(Fitted, new MisledHistory(50).Shares(Members, Fitted));

    [Fact]
    public void Shares_MemberThatMisleadsAlways_RisesAndFallsAgain()
    {
        var history = new MisledHistory(20);
        Run(history, misled: 1, cases: 100);
        Assert.InRange(history.Shares(Members, Fitted)[1], 0.6, 0.95);
        Run(history, misled: -1, cases: 100);
        Assert.All(history.Shares(Members, Fitted), share => Assert.InRange(share, 0, 0.3));
    }

    [Fact]
    public void Combine_AfterHistory_TheMisleadingMemberLosesItsSay()
    {
        // The honest two are often unsure, so one case alone does not show who misleads.
        double[][] conflict = [[1.0, 0, 0], [0, 2.5, 0], [1.0, 0, 0]];
        double[] prior = [1, 1, 1];
        var history = new MisledHistory(50);
        var before = ConflictPool.Combine(prior, conflict, history.Shares(Members, Fitted)).Probabilities[0];
        Run(history, misled: 1, cases: 200);
        Assert.True(ConflictPool.Combine(prior, conflict, history.Shares(Members, Fitted)).Probabilities[0] > Math.Max(0.6, before + 0.1));
    }

    [Fact]
    public void Shares_AnyPast_AreShares() => Prop.ForAll(ArbMap.Default.ArbFor<(byte A, byte B, byte C)[]>(), past =>
    {
        var history = new MisledHistory(5);
        foreach (var (a, b, c) in past)
        {
            var sum = Math.Max(1.0, a + b + c);
            history.Learn(Members, [a / sum, b / sum, c / sum]);
        }

        var shares = history.Shares(Members, Fitted);
        return shares.All(share => share >= 0) && shares.Sum() <= 0.95 + 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Learn_TwoMembers_TeachNothing()
    {
        var history = new MisledHistory(10);
        history.Learn(["series", "image"], [0, 1]);
        Assert.Equal(Fitted, history.Shares(Members, Fitted));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Create_WrongMemory_IsRefused(double memory) => Assert.Throws<ArgumentOutOfRangeException>(() => new MisledHistory(memory));

    // Cases of three modes: honest members favour the true one by 2, the misleading one another.
    private static void Run(MisledHistory history, int misled, int cases)
    {
        var random = new Random(3);
        for (var i = 0; i < cases; i++)
        {
            var truth = random.Next(3);
            var evidence = Members.Select((_, m) =>
            {
                var shown = m == misled ? (truth + 1 + random.Next(2)) % 3 : truth;
                return Enumerable.Range(0, 3).Select(k => (k == shown ? 2.0 : 0) + random.NextDouble()).ToArray();
            }).ToArray();
            history.Learn(Members, ConflictPool.Combine([1, 1, 1], evidence, history.Shares(Members, Fitted)).Misled);
        }
    }
}
