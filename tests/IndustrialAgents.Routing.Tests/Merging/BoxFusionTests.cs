using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class BoxFusionTests
{
    private static Gen<Detections> AnyDetections =>
        Gen.Choose(0, 6).SelectMany(count => AnyBox.ArrayOf(count)).Select(items => new Detections(items, 100, 100));

    private static Gen<Detection> AnyBox =>
        from label in Gen.Elements("scratch", "pit")
        from score in Gen.Choose(1, 1000)
        from left in Gen.Choose(0, 90)
        from top in Gen.Choose(0, 90)
        from width in Gen.Choose(1, 10)
        from height in Gen.Choose(1, 10)
        select new Detection(label, score / 1000.0, left, top, left + width, top + height);

    [Fact]
    public void Merge_AnyBoxes_StaysInThePictureWithScoresInOrder() =>
        Prop.ForAll(Samples.Weighted(AnyDetections), items =>
        {
            var merged = BoxFusion.Merge(Samples.Votes(items));
            var scores = merged.Items.Select(item => item.Score).ToArray();
            return scores.SequenceEqual(scores.OrderDescending())
                && merged.Items.All(item => item.Score is >= 0 and <= 1 && item.Left >= 0 && item.Right <= 100 && item.Right >= item.Left)
                && merged.Items.Count <= items.Sum(item => item.Item.Items.Count)
                && merged.Items.Count >= items.Max(item => item.Item.Items.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualDetections_IsThatDetection() =>
        Prop.ForAll(Arb.From(AnyDetections), detections =>
        {
            var merged = BoxFusion.Merge([new Vote(detections, 0.5), new Vote(detections, 0.5)]);
            return merged.Items.Count == detections.Items.Count
                && detections.Items.All(item => merged.Items.Any(other => other.Label == item.Label && Math.Abs(other.Score - item.Score) < 1e-9
                    && Math.Abs(other.Left - item.Left) < 1e-3 && Math.Abs(other.Bottom - item.Bottom) < 1e-3));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OneExpertMissesTheBox_LowersItsScore()
    {
        var seen = new Detections([new Detection("scratch", 0.8, 10, 10, 20, 20)], 100, 100);
        var missed = new Detections([], 100, 100);

        var merged = BoxFusion.Merge([new Vote(seen, 0.5), new Vote(missed, 0.5)]);

        Assert.Equal(0.4, Assert.Single(merged.Items).Score, 1e-9);
    }

    [Fact]
    public void Merge_OverlappingBoxes_MeansThemByWeightAndScore()
    {
        var left = new Detections([new Detection("scratch", 0.9, 10, 10, 20, 20)], 100, 100);
        var right = new Detections([new Detection("scratch", 0.3, 11, 10, 21, 20)], 100, 100);

        var box = Assert.Single(BoxFusion.Merge([new Vote(left, 0.5), new Vote(right, 0.5)]).Items);

        Assert.Equal(10.25f, box.Left, 1e-4f);
        Assert.Equal(0.6, box.Score, 1e-9);
    }

    [Fact]
    public void Overlap_KnownBoxes_IsIntersectionOverUnion()
    {
        var box = new Detection("a", 1, 0, 0, 10, 10);

        Assert.Equal(1, BoxFusion.Overlap(box, box));
        Assert.Equal(1.0 / 3, BoxFusion.Overlap(box, box with { Left = 5, Right = 15 }), 1e-9);
        Assert.Equal(0, BoxFusion.Overlap(box, box with { Left = 50, Right = 60 }));
    }
}
