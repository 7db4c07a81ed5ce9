using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.StructuredText;

namespace IndustrialAgents.Experts.Language.Tests.StructuredText;

public sealed class StructuredTextCheckTests
{
    [Fact]
    public void Find_WholeProgram_HasNoProblem() => Assert.Empty(StructuredTextCheck.Find(Programs.Whole));

    [Theory]
    [InlineData("a := 1; IF a > 0 THEN b(x := 1); END_IF;")]
    [InlineData("x[1].y^.z := NOT (a OR B) AND TRUE;")]
    [InlineData(";")]
    public void Find_StatementsAlone_NeedNoDeclarations(string text) => Assert.Empty(StructuredTextCheck.Find(text));

    [Theory]
    [InlineData("", 1, 1, "nothing")]
    [InlineData("(* only a comment", 1, 1, "not closed")]
    [InlineData("a = 1;", 1, 3, "':='|compares; write :=")]
    [InlineData("a := 1", 1, 7, "; is needed after an assignment")]
    [InlineData("a := ;", 1, 6, "value is needed")]
    [InlineData("a := (1 + 2;", 1, 12, "to close a parenthesis")]
    [InlineData("IF a THEN b := 1;", 1, 18, "END_IF is needed to end the IF of line 1")]
    [InlineData("IF a THEN b := 1; END_IF", 1, 25, "; is needed after END_IF")]
    [InlineData("IF a b := 1; END_IF;", 1, 6, "THEN is needed")]
    [InlineData("b := 1; END_WHILE;", 1, 9, "ends nothing")]
    [InlineData("WHILE a DO b := 1; END_FOR;", 1, 20, "END_WHILE is needed")]
    [InlineData("CASE a OF END_CASE;", 1, 11, "first label")]
    [InlineData("CASE a OF 1 b := 1; END_CASE;", 1, 13, ": is needed after the labels")]
    [InlineData("FOR i = 1 TO 2 DO END_FOR;", 1, 7, ":= is needed")]
    [InlineData("a := 'x;\nb := 1;", 1, 6, "string is not closed")]
    [InlineData("a := T#5parsecs;", 1, 6, "followed by no time")]
    [InlineData("a := 5 $ 3;", 1, 8, "no meaning")]
    [InlineData("a := %X1;", 1, 6, "no address")]
    [InlineData("5 := a;", 1, 1, "begins no statement")]
    [InlineData("a;", 1, 2, "or a call's parentheses")]
    [InlineData("PROGRAM P\nVAR a : INT; END_VAR\nb := a;\nEND_PROGRAM", 3, 1, "'b' is not declared")]
    [InlineData("PROGRAM P\nVAR a : INT; A : REAL; END_VAR\nEND_PROGRAM", 2, 14, "declared twice")]
    [InlineData("PROGRAM P\nVAR a INT; END_VAR\na := 1;\nEND_PROGRAM", 2, 7, "between a variable and its type")]
    [InlineData("PROGRAM P\nVAR a : INT;\na := 1;\nEND_PROGRAM", 3, 1, "declared twice")]
    [InlineData("PROGRAM P VAR a : INT; END_VAR a := 1;", 1, 39, "END_PROGRAM is needed")]
    [InlineData("PROGRAM\nEND_PROGRAM", 2, 1, "a name after PROGRAM")]
    [InlineData("FUNCTION F\nF := 1;\nEND_FUNCTION", 2, 1, "type of its result")]
    [InlineData("PROGRAM P\nEND_PROGRAM\nhello", 3, 1, "begins no unit")]
    [InlineData("TYPE T : STRUCT a : INT; END_TYPE", 1, 26, "END_STRUCT is needed")]
    public void Find_Fault_IsToldWithItsPlace(string text, int line, int column, string message)
    {
        var problem = StructuredTextCheck.Find(text)[0];
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains(message.Split('|')[^1], problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SeveralFaults_AreToldOnceEach()
    {
        var problems = StructuredTextCheck.Find("PROGRAM P\nVAR a : INT; END_VAR\na = 1;\na := 2;\nIF a THEN a := ; END_IF;\nc := 1;\nEND_PROGRAM");
        Assert.Equal([3, 5, 6], problems.Select(problem => problem.Line));
    }

    [Fact]
    public void Find_DeepNesting_IsToldAndNoCrash()
    {
        Assert.Contains("nested", StructuredTextCheck.Find($"a := {new string('(', 100_000)}1{new string(')', 100_000)};")[0].Message, StringComparison.Ordinal);
        Assert.Contains("nested", StructuredTextCheck.Find(string.Concat(Enumerable.Repeat("IF a THEN ", 10_000)))[0].Message, StringComparison.Ordinal);
        Assert.Contains("at most", StructuredTextCheck.Find(new string(' ', StructuredTextCheck.MaxLength + 1))[0].Message, StringComparison.Ordinal);
        Assert.Empty(StructuredTextCheck.Find($"a := {new string('-', 100_000)}1;"));
    }

    [Fact]
    public void Find_AnyTextOfTheLanguagesWords_EndsWithPlacesInTheText()
    {
        string[] words = ["IF", "THEN", "END_IF", "a", ":=", "1", ";", "(", ")", "CASE", "OF", ":", "END_CASE", "VAR", "END_VAR", "PROGRAM", "END_PROGRAM", "\n", "'x'", "T#5s", "..", "[", "]", "=>", "TYPE", "STRUCT", "END_STRUCT", "END_TYPE", "(*", "*)", "{"];
        Prop.ForAll(Gen.Elements(words).ArrayOf().Select(own => string.Join(' ', own)).ToArbitrary(), text =>
        {
            var lines = text.Split('\n');
            return StructuredTextCheck.Find(text).All(problem => problem.Line >= 1 && problem.Line <= lines.Length && problem.Column >= 1 && problem.Column <= lines[problem.Line - 1].Length + 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Find_WordTakenAway_IsFoundMostOfTheTime()
    {
        // Signs and keywords of the grammar; without one of them hardly any program is right.
        var words = Programs.Whole.Split(' ');
        var (broken, found) = (0, 0);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Trim() is "THEN" or "DO" or "OF" or ":=" or ":" or "END_IF;" or "TO" or "END_FOR;" or "END_WHILE;" or "END_CASE;" or "END_VAR")
            {
                broken++;
                found += StructuredTextCheck.Find(string.Join(' ', words.Where((_, k) => k != i))).Count > 0 ? 1 : 0;
            }
        }

        Assert.True(broken > 30);
        Assert.Equal(broken, found);
    }
}
