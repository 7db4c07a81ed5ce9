using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class NgramHasherTests
{
    [Fact]
    public void Count_ShortText_HasTheBucketsOfTheDefinition()
    {
        // Computed apart from this code: FNV-1a of " a", " ab", "ab", "ab ", "b " and the word "ab" in UTF-16LE, folded to 7 bits.
        var counts = new NgramHasher(new NgramOptions { MinLength = 2, MaxLength = 3, Width = 256 }).Count("AB");

        Assert.Equal(ExpectedAb, counts.Buckets.ToArray());
        Assert.All(counts.Counts.ToArray(), count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData("Pump  leaking\t", " pump LEAKING")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("", "   ")]
    public void Count_CaseAndSpace_DoNotMatter(string text, string same) => AssertSame(Hasher().Count(text), Hasher().Count(same));

    [Fact]
    public void Count_AnyText_CountsEveryPieceOnce()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var counts = new NgramHasher(new NgramOptions { Words = false, Width = 1024 }).Count(text);
            var length = Math.Max(1, string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } words ? words.Length + 2 : 1);
            var pieces = Enumerable.Range(2, 4).Sum(n => Math.Max(0, length - n + 1));
            return counts.Counts.ToArray().Sum() == pieces
                && counts.Buckets.ToArray().Distinct().Count() == counts.Buckets.Length
                && counts.Buckets.ToArray().All(bucket => bucket is >= 0 and < 512);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Count_CrossingApart_PutsPiecesThatRunOverASpaceIntoTheSecondQuarter()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var counts = new NgramHasher(new NgramOptions { CrossingApart = true, Width = 1024 }).Count(text);
            var units = string.Join(' ', (text ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } words ? $" {words} " : " ";
            var crossing = Enumerable.Range(2, 4).Sum(n => Enumerable.Range(0, Math.Max(0, units.Length - n + 1)).Count(at => units.Substring(at, n)[1..^1].Contains(' ', StringComparison.Ordinal)));
            return counts.Buckets.ToArray().Zip(counts.Counts.ToArray()).Where(pair => pair.First is >= 256 and < 512).Sum(pair => pair.Second) == crossing;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("pump leaking oil", 3)]
    [InlineData("oil, leaking PUMP", 3)]
    [InlineData("pump pump", 0)]
    [InlineData("a b c d e f g h i j k l m n", (14 * 13 / 2) - 1)]
    public void Count_Together_CountsPairsOfDifferentWordsNearEachOtherInEitherOrder(string text, int pairs)
    {
        var hasher = new NgramHasher(new NgramOptions { Together = true, Width = 1 << 16 });
        var (found, turned) = (Pairs(text), Pairs(string.Join(' ', text.Split(' ').Reverse())));

        Assert.Equal(pairs, found.Sum(pair => pair.Count));
        Assert.Equal(found.Order(), turned.Order());

        (int Bucket, int Count)[] Pairs(string of) => [.. hasher.Count(of) is var counts ? counts.Buckets.ToArray().Zip(counts.Counts.ToArray()).Where(pair => pair.First >= 3 << 14) : []];
    }

    [Fact]
    public void Count_OneAfterAnother_NothingIsLeftOfTheFirst()
    {
        var hasher = Hasher();
        hasher.Count("pump leaking");

        AssertSame(Hasher().Count("pump"), hasher.Count("pump"));
    }

    [Fact]
    public void Count_LongText_StaysWithinTheBuckets()
    {
        var text = string.Create(1 << 20, 0, (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)((i * 2654435761L) >> 7);
            }
        });

        var counts = new NgramHasher(new NgramOptions { Width = 1024 }).Count(text);

        Assert.InRange(counts.Buckets.Length, 1, 1024);
    }

    [Theory]
    [InlineData(0, 5, 1024, "minLength")]
    [InlineData(3, 2, 1024, "maxLength")]
    [InlineData(2, 17, 1024, "maxLength")]
    [InlineData(2, 5, 1000, "width")]
    [InlineData(2, 5, 128, "width")]
    [InlineData(2, 5, 1 << 21, "width")]
    public void Create_OptionOutOfRange_NamesIt(int min, int max, int width, string option)
    {
        var e = Assert.Throws<ArgumentException>(() => new NgramHasher(new NgramOptions { MinLength = min, MaxLength = max, Width = width }));

        Assert.Contains(option, e.Message, StringComparison.Ordinal);
    }

    private static readonly int[] ExpectedAb = [6, 99, 97, 85, 112, 225];

    private static NgramHasher Hasher() => new(new NgramOptions());

    private static void AssertSame(NgramCounts expected, NgramCounts actual)
    {
        Assert.Equal(expected.Buckets.ToArray(), actual.Buckets.ToArray());
        Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
    }
}
