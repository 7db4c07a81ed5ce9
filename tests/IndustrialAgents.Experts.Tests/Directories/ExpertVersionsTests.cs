using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Tests.Directories;

public sealed class ExpertVersionsTests
{
    [Fact]
    public void Compare_SemanticVersions_AreInTheOrderOfTheStandard()
    {
        // The example of section 11 of Semantic Versioning 2.0.0, with a few of our own.
        string[] ordered = ["0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "20260101120000000000000000", "a"];

        Assert.Equal(ordered, ordered.Reverse().Order(ExpertVersions.Comparer));
    }

    [Fact]
    public void Compare_AnyVersions_IsAnOrder()
    {
        var versions = Gen.Elements("1", "01", "1.0", "1-a", "1-a.1", "a", "2", "10", "1.a", "").ToArbitrary();
        Prop.ForAll(versions, versions, versions, (a, b, c) =>
            Math.Sign(ExpertVersions.Comparer.Compare(a, b)) == -Math.Sign(ExpertVersions.Comparer.Compare(b, a))
            && (ExpertVersions.Comparer.Compare(a, b) == 0) == (a == b)
            && (ExpertVersions.Comparer.Compare(a, b) > 0 || ExpertVersions.Comparer.Compare(b, c) > 0 || ExpertVersions.Comparer.Compare(a, c) <= 0)).QuickCheckThrowOnFailure();
    }
}
