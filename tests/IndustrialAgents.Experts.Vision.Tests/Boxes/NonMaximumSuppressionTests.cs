using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Tests.Boxes;

public sealed class NonMaximumSuppressionTests
{
    private static readonly BoxCandidate Best = new(0, 0.9f, 0, 0, 9, 9);
    private static readonly BoxCandidate Near = new(0, 0.8f, 1, 0, 10, 9);
    private static readonly BoxCandidate OtherClass = new(1, 0.7f, 0, 1, 9, 10);
    private static readonly BoxCandidate Far = new(0, 0.6f, 50, 50, 60, 60);

    [Theory]
    [InlineData(true, new[] { 0.9f, 0.6f })]
    [InlineData(false, new[] { 0.9f, 0.7f, 0.6f })]
    public void Apply_OverlappingBoxes_KeepsTheBest(bool classAgnostic, float[] expected)
    {
        var kept = NonMaximumSuppression.Apply([Far, OtherClass, Near, Best], 0.45, classAgnostic);

        Assert.Equal(expected, kept.Select(box => box.Score));
    }

    [Fact]
    public void Apply_Limit_KeepsTheHighest()
    {
        Assert.Equal([Best], NonMaximumSuppression.Apply([Far, Best], 0.45, true, limit: 1));
    }

    [Fact]
    public void Overlap_Boxes_CountsBothEdges()
    {
        Assert.Equal(100, Best.Area);
        Assert.Equal(90f / 110, Best.Overlap(Near), 1e-6f);
        Assert.Equal(0, Best.Overlap(Far));
        Assert.Equal(1, Best.Overlap(Best));
    }

    [Fact]
    public void Apply_AnyBoxes_KeptOnesDoNotOverlapAndEveryOtherOverlapsABetterOne()
    {
        var box = from type in Gen.Choose(0, 2)
                  from score in Gen.Choose(0, 1000)
                  from x in Gen.Choose(0, 50)
                  from y in Gen.Choose(0, 50)
                  from width in Gen.Choose(0, 30)
                  from height in Gen.Choose(0, 30)
                  select new BoxCandidate(type, score / 1000f, x, y, x + width, y + height);

        Prop.ForAll(box.ArrayOf().ToArbitrary(), boxes =>
        {
            var kept = NonMaximumSuppression.Apply(boxes, 0.3, classAgnostic: true);
            return kept.All(a => kept.All(b => a == b || a.Overlap(b) <= 0.3))
                && boxes.All(a => kept.Any(b => a == b || (a.Overlap(b) > 0.3 && b.Score >= a.Score)));
        }).QuickCheckThrowOnFailure();
    }
}
