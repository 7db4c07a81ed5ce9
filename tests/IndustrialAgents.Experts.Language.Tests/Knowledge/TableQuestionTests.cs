using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class TableQuestionTests
{
    private static readonly KnowledgeTable Pumps = new(
        "pumps.csv",
        ["Plant", "Pump", "Fault", "Risk Level", "Hours", "Remedy"],
        [
            ["North Hall", "Feed Pump", "Seal leaking", "12", "100", "Replace seal"],
            ["North Hall", "Feed Pump", "Bearing worn", "30", "250.5", ""],
            ["North Hall", "Drain Pump", "Seal leaking", "8", "40", "Replace seal"],
            ["South Hall", "Oil Pump (OP)", "Blocked", "30", "300", "Clean filter"],
            ["South Hall", "Drain Pump", "Corrosion", "18", "", ""],
        ],
        ["row 2", "row 3", "row 4", "row 5", "row 6"]);

    [Theory]
    [InlineData("How many faults are there in the North Hall?", "2 different values of Fault, in 3 rows", 3)]
    [InlineData("How many rows have a risk level above 12?", "3 rows.", 3)]
    [InlineData("How many rows have a risk level of at least 12?", "4 rows.", 4)]
    [InlineData("How many rows have risk level 18 or less?", "3 rows.", 3)]
    [InlineData("What is the average risk level?", "Average of Risk Level: 19.6, of 5 rows", 5)]
    [InlineData("What is the average number of hours for the Drain Pump?", "Average of Hours: 40, of 1 rows", 1)]
    [InlineData("What is the average risk level for each plant?", "- South Hall: 24 (2 rows)", 5)]
    [InlineData("Which plant has the highest average risk level?", "South Hall: 24", 2)]
    [InlineData("Which pump has the highest risk level?", "Highest Risk Level: 30, 2 rows", 2)]
    [InlineData("Which fault of the OP has the lowest risk level?", "Pump: Oil Pump (OP)", 1)]
    [InlineData("top 3 risk level", "Highest Risk Level: 30, 3 rows", 3)]
    [InlineData("Which pump has the most faults?", "- Feed Pump: 2 (2 rows)\n- Drain Pump: 2 (2 rows)", 4)]
    [InlineData("What is the most common fault?", "- Seal leaking: 2 (2 rows)", 2)]
    [InlineData("What percentage of faults in the North Hall has a risk level over 10?", "66.67 %: 2 of 3 rows", 2)]
    [InlineData("Which faults have no remedy?", "2 rows:", 2)]
    [InlineData("Show all faults with risk level < 10", "1 rows:", 1)]
    [InlineData("What is the sum of the hours?", "Sum of Hours: 690.5, of 4 rows", 4)]
    [InlineData("How many rows have leakage?", "2 rows.", 2)]
    [InlineData("List the plants in descending order of their average risk level", "- South Hall: 24 (2 rows)\n- North Hall: 16.667 (3 rows)", 5)]
    [InlineData("How many pumps are in the whole data?", "3 different values of Pump, in 5 rows (4 where the columns before it part equal names)", 5)]
    [InlineData("Which pump has the highest number of faults in the South Hall?", "- Oil Pump (OP): 1 (1 rows)", 2)]
    [InlineData("List all plants", "2 different values of Plant, in 5 rows: North Hall; South Hall.", 5)]
    public void Compute_Question_IsComputedOverTheRows(string question, string answer, int rows)
    {
        var query = TableQuestions.Parse(question, Pumps, out var unknown);
        Assert.Null(unknown);
        Assert.NotNull(query);
        var computed = TableAnswers.Compute(Pumps, query);
        Assert.Contains(answer, computed.Text, StringComparison.Ordinal);
        Assert.Equal(rows, computed.Rows.Count);
        Assert.Contains("Computed over pumps.csv", computed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What is the remedy for the feed pump?")]
    [InlineData("Why does the seal leak?")]
    [InlineData("Which plant has the highest risk level and the most hours?")]
    [InlineData("")]
    public void Parse_NothingToCompute_IsLeftToThePassages(string question)
    {
        Assert.Null(TableQuestions.Parse(question, Pumps, out var unknown));
        Assert.Null(unknown);
    }

    [Fact]
    public void Parse_WordThatNoCellHas_IsToldAndNothingComputed()
    {
        Assert.Null(TableQuestions.Parse("How many faults has the turbine?", Pumps, out var unknown));
        Assert.Equal("turbine", unknown);
    }

    [Fact]
    public void Compute_NoRowFits_SaysSo()
    {
        var answer = TableAnswers.Compute(Pumps, TableQuestions.Parse("Which faults have a risk level above 90?", Pumps, out _)!);
        Assert.Empty(answer.Rows);
        Assert.StartsWith("No row of pumps.csv fits: list where Risk Level > 90", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyText_NeverFails() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        text =>
        {
            foreach (var question in new[] { text, "how many " + text, "highest risk level " + text + " 12" })
            {
                if (TableQuestions.Parse(question, Pumps, out _) is { } query)
                {
                    Assert.All(TableAnswers.Compute(Pumps, query).Rows, row => Assert.InRange(row, 0, 4));
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_LongQuestion_TakesNoTime() =>
        Assert.NotNull(TableQuestions.Parse("How many rows have a risk level above 12? " + new string('x', 10_000_000), Pumps, out var unknown) ?? (object?)unknown);

    [Fact]
    public void Table_RowOfAnotherLength_IsRefused() =>
        Assert.Contains("one cell a column (2)", Assert.Throws<ArgumentException>(() => new KnowledgeTable("t", ["a", "b"], [["1"]], ["row 1"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Index_AsksOfATable_ComputesForItsTenantOnly()
    {
        var folder = Directory.CreateTempSubdirectory("ia-tables");
        try
        {
            using var store = KnowledgeStore.Open(Path.Combine(folder.FullName, "k.db"));
            using var index = new KnowledgeIndex(store);
            store.Add("a", "t.csv", "Pump,Speed\nfeed,10\ndrain,30\n"u8.ToArray());
            var answer = index.Compute("a", "What is the highest speed?", null, out _);
            Assert.Contains("Highest Speed: 30", answer!.Text, StringComparison.Ordinal);
            Assert.Null(index.Compute("b", "What is the highest speed?", null, out _));
            store.Add("a", "t.csv", "Pump,Speed\nfeed,50\n"u8.ToArray());
            Assert.Contains("Highest Speed: 50", index.Compute("a", "What is the highest speed?", null, out _)!.Text, StringComparison.Ordinal);

            // Two tables that both answer leave it open which is meant.
            store.Add("a", "u.csv", "Pump,Speed\nfeed,70\n"u8.ToArray());
            Assert.Null(index.Compute("a", "What is the highest speed?", null, out _));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
