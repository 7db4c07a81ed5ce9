using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class CitedTextTests
{
    private static readonly string[] Passages =
    [
        "Replace the mechanical seal of pump P-101 every 12 months. Do not run the pump dry.",
        "Part: gearbox\nFailure: oil leaking\nAction: tighten the drain plug to 45 Nm",
        "The cooling water valve opens at 3.5 bar.",
    ];

    [Theory]
    [InlineData("Replace the mechanical seal every 12 months [1].", "Replace the mechanical seal every 12 months [1].", "0")]
    [InlineData("Replace the mechanical seal every 12 months. [1]", "Replace the mechanical seal every 12 months [1].", "0")]
    [InlineData("Tighten the gearbox drain plug to 45 Nm [2]. The valve opens at 3.5 bar [3].", "Tighten the gearbox drain plug to 45 Nm [1]. The valve opens at 3.5 bar [2].", "1,2")]
    [InlineData("Do not run the pump dry [1].", "Do not run the pump dry [1].", "0")]
    [InlineData("The seal is replaced every twelve months [1].", "The seal is replaced every twelve months [1].", "0")]
    [InlineData("The valve opens at 3,5 bar and the gearbox oil is leaking [3, 2].", "The valve opens at 3,5 bar and the gearbox oil is leaking [1][2].", "2,1")]
    public void Read_Supported_IsRenumbered(string text, string expected, string cited)
    {
        var read = CitedText.Read(text, Passages, out var problem);

        Assert.Equal("", problem);
        Assert.Equal(expected, read!.Text);
        Assert.Equal(cited, string.Join(',', read.Cited));
    }

    [Theory]
    [InlineData("", "it says nothing")]
    [InlineData("[1]", "it says nothing")]
    [InlineData("UNKNOWN", "sentence 1 cites no passage")]
    [InlineData("Replace the mechanical seal [1]. Then paint it.", "sentence 2 cites no passage")]
    [InlineData("Replace the mechanical seal [4].", "sentence 1 cites a passage that is none of the 3")]
    [InlineData("Replace the mechanical seal [0].", "sentence 1 cites a passage that is none of the 3")]
    [InlineData("Replace the mechanical seal [99999999999].", "sentence 1 cites a passage that is none of the 3")]
    [InlineData("Call the vendor hotline about the seal [1].", "sentence 1 has 20 % of its words")]
    [InlineData("Replace the mechanical seal every 6 months [1].", "has the number 6,")]
    [InlineData("Replace the mechanical seal every six months [1].", "has the number 6,")]
    [InlineData("Tighten the drain plug to 54 Nm [2].", "has the number 54,")]
    [InlineData("Replace the mechanical seal every 45 months [1].", "has the number 45,")]
    [InlineData("Run the pump dry [1].", "denies what it cites says")]
    [InlineData("Do not tighten the drain plug [2].", "denies what it cites says")]
    [InlineData("The cooling water valve opens [1].", "of its words")]
    public void Read_Unsupported_SaysWhat(string text, string expected)
    {
        Assert.Null(CitedText.Read(text, Passages, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyText_EndsAndCitesOnlyWhatIsThere() => Prop.ForAll(
        Gen.Elements("seal", "pump", "[1]", "[2]", "[ 3 , 1 ]", "[9]", ".", " ", "\n", "12", "not", "[", "]", "é", "!").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            var read = CitedText.Read(text, Passages, out var problem);
            return read is null ? problem.Length > 0 : problem.Length == 0 && read.Cited.Count > 0 && read.Cited.All(number => number >= 0 && number < Passages.Length) && read.Cited.Distinct().Count() == read.Cited.Count;
        }).QuickCheckThrowOnFailure();
}
