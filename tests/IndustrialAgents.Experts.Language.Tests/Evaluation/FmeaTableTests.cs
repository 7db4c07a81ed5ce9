using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class FmeaTableTests
{
    private static readonly KnowledgeTable Rows = new(
        "t",
        ["Subsystem", "Component", "Potential Failure Mode", "RPN", "Recommended Action"],
        [["Power Unit", "Fuel System", "Leaking", "12", "Check"], ["Power Unit", "Engine", "Worn", "30", ""], ["Hydraulics", "Fuel System", "Blocked", "8", "Clean"]],
        ["1", "2", "3"]);

    [Theory]
    [InlineData("MATCH (c:Component) WHERE IS_FUZZY_MATCH(c.name, 'fuel system') RETURN c.name", new[] { 0, 2 })]
    [InlineData("MATCH (s:Subsystem) WHERE IS_FUZZY_MATCH(s.name, \"power unit\") AND fm.rpn > 15 RETURN s.name", new[] { 1 })]
    [InlineData("MATCH (f:FailureMode)-[:HAS_ACTION]->(ra:RecommendedAction) RETURN f", new[] { 0, 2 })]
    [InlineData("MATCH (f:FailureMode) WHERE fm.rpn >= 8 AND NOT (fm)-[:HAS_ACTION]->(:RecommendedAction) RETURN f", new[] { 1 })]
    [InlineData("MATCH (f:FailureMode) WHERE fm.rpn = 8 OR (IS_SEMANTIC_MATCH(f.description, 'leaks') AND NOT fm.rpn < 5) RETURN f", new[] { 0, 2 })]
    [InlineData("MATCH (c:Component {name: 'Engine'}) RETURN c", new[] { 1 })]
    public void Filter_Query_FindsItsRows(string query, int[] rows) => Assert.Equal(rows, new FmeaFilter(query, Rows).Rows());

    [Theory]
    [InlineData("MATCH (c:Component) WHERE IS_FUZZY_MATCH(c.name, 'SYSTEM') AND IS_SEMANTIC_MATCH(c.name, 'nothing') RETURN c.name", new[] { 0, 2 })]
    [InlineData("MATCH (c:Component) WHERE IS_FUZZY_MATCH(c.name, 'engine') AND NOT IS_SEMANTIC_MATCH(c.name, 'nothing') RETURN c.name", new int[0])]
    [InlineData("MATCH (c:Component) WHERE IS_FUZZY_MATCH(x.name, 'engine') RETURN c.name", new int[0])]
    [InlineData("MATCH (c:Component) RETURN c.name", new int[0])]
    public void Filter_NamesAlone_LeavesOutMeaning(string query, int[] rows) => Assert.Equal(rows, new FmeaFilter(query, Rows, FmeaReading.Names).Rows());

    [Fact]
    public void PlainBm25_RareWord_RanksItsTextFirst() => Assert.Equal([2, 0, 1], new PlainBm25(["the pump", "the fan", "the seal, the pump"]).Rank("SEAL of pump"));

    [Fact]
    public void RankedFigures_FoundFirstThirdAndNever_AreTheShares()
    {
        var figures = RankedFigures.Of([([4, 5, 6], new HashSet<int> { 4 }), ([4, 5, 6], new HashSet<int> { 6 }), ([4, 5, 6], new HashSet<int> { 7 })]);

        Assert.Equal(new RankedFigures(1 / 3.0, 2 / 3.0, (1 + (1 / 3.0)) / 3), figures);
    }

    [Theory]
    [InlineData("The fuel system has RPN 12", true)]
    [InlineData("The fuel system has RPN 13", false)]
    [InlineData("RPN 12", false)]
    public void Nuggets_NumberOrNameMissing_IsNotSaid(string answer, bool said) =>
        Assert.Equal(said, FmeaNuggets.AreSaid("""[{"nugget":"Fuel system: RPN is 12.0.","status":"ESSENTIAL"},{"nugget":"Engine 7","status":"OPTIONAL"}]""", answer, Rows));
}
