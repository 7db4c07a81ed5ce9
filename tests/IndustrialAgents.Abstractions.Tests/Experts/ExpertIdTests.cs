using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Tests.Experts;

public sealed class ExpertIdTests
{
    private static Arbitrary<string> Words { get; } = (
        from first in Gen.Elements("aZ09".ToCharArray())
        from length in Gen.Choose(0, 63)
        from rest in Gen.ArrayOf(Gen.Elements("aZ09_-.".ToCharArray()), length)
        select first + new string(rest)).ToArbitrary();

    [Fact]
    public void Parse_WhatToStringWrote_IsTheSame() =>
        Prop.ForAll(Words, Words, (name, version) =>
        {
            var id = ExpertId.Parse(new ExpertId(name, version).ToString());
            return id.Name == name && id.Version == version && id == new ExpertId(name, version);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndAcceptsOnlyWhatItWritesBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => !ExpertId.TryParse(text, out var id) || id.ToString() == text).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a")]
    [InlineData("@1")]
    [InlineData("a@")]
    [InlineData("a@1@2")]
    [InlineData("-a@1")]
    [InlineData("a b@1")]
    [InlineData("../a@1")]
    [InlineData("a@12345678901234567890123456789012345678901234567890123456789012345")]
    public void Parse_NoId_SaysWhatOneIs(string text)
    {
        Assert.Contains("name@version", Assert.Throws<InvalidRequestException>(() => ExpertId.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(ExpertId.TryParse(text, out _));
    }

    [Fact]
    public void Constructor_NoWord_Throws()
    {
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => new ExpertId("", "1")).ParamName);
        Assert.Equal("version", Assert.Throws<ArgumentException>(() => new ExpertId("a", "1/2")).ParamName);
    }

    [Fact]
    public void Errors_OfTheContract_CarryWhatTheyAreAbout()
    {
        Assert.Equal("x", new ExpertNotFoundException("x").Expert);
        Assert.Equal("d", new DecisionNotFoundException("d").DecisionId);
        Assert.Equal(("q", 3), (new OverloadedException("q", 3).Queue, new OverloadedException("q", 3).Limit));
        Assert.StartsWith("a@1: ", new ExpertFailedException(new ExpertId("a", "1"), "m").Message, StringComparison.Ordinal);
        Assert.Equal("m", new DeadlineExceededException("m").Message);
        Assert.IsType<IOException>(new IndustrialAgentsException("m", new IOException()).InnerException);
    }
}
