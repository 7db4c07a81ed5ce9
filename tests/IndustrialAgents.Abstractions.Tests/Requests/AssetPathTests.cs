using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Tests.Requests;

public sealed class AssetPathTests
{
    private static Arbitrary<string[]> Segments { get; } = (
        from count in Gen.Choose(1, 5)
        from segments in Gen.ArrayOf(
            from length in Gen.Choose(1, 64)
            from chars in Gen.ArrayOf(Gen.Elements("abcXYZ019_-.".ToCharArray()), length)
            select new string(chars),
            count)
        select segments).ToArbitrary();

    [Fact]
    public void Parse_GoodSegments_ComeBackAndNest() =>
        Prop.ForAll(Segments, segments =>
        {
            var text = string.Join('/', segments);
            var path = AssetPath.Parse(text);
            var parent = path.Parent;
            return path.ToString() == text
                && path.Segments.SequenceEqual(segments)
                && path == AssetPath.Parse(text)
                && path.IsWithin(path)
                && (segments.Length == 1 ? parent is null : parent?.ToString() == string.Join('/', segments[..^1]) && path.IsWithin(parent.Value) && !parent.Value.IsWithin(path));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndAcceptsOnlyWhatItWritesBack() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string?>(),
            text => !AssetPath.TryParse(text, out var path) || path.ToString() == text).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("a/b/")]
    [InlineData("a/b/c/d/e/f")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Parse_NoPath_SaysWhatOneIs(string text)
    {
        var error = Assert.Throws<InvalidRequestException>(() => AssetPath.Parse(text));

        Assert.Equal("asset", error.Field);
        Assert.Contains("enterprise/site/area/line/cell", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsWithin_NeighbourWithTheSameBeginning_IsNot()
    {
        Assert.False(AssetPath.Parse("plant/line10").IsWithin(AssetPath.Parse("plant/line1")));
        Assert.False(default(AssetPath).IsWithin(default));
        Assert.Empty(default(AssetPath).Segments);
        Assert.Null(default(AssetPath).Parent);
    }
}
