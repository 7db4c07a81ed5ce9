namespace IndustrialAgents.Experts.Language.StructuredText;

internal sealed partial class Parser
{
    private void ParseStatements(Func<Token, bool> ends)
    {
        while (Current.Kind != TokenKind.End && !ends(Current))
        {
            if (BeginsUnit(Current) || (EndsBlock(Current) && _depth > 0))
            {
                // Whoever began the block says what is missing.
                return;
            }

            if (EndsBlock(Current))
            {
                Report(Current, $"{Current} ends nothing that was begun; take it away");
                Take();
                Accept(";");
                continue;
            }

            Recover(() => Nested(ParseStatement), token => ends(token) || EndsBlock(token) || BeginsUnit(token));
        }
    }

    private static bool EndsBlock(Token token) => token.Kind == TokenKind.Keyword
        && (token.Text.StartsWith("END_", StringComparison.Ordinal) || token.Text is "ELSE" or "ELSIF" or "UNTIL");

    private void ParseStatement()
    {
        switch (Current.Kind)
        {
            case TokenKind.Sign when Current.Text == ";":
                Take();
                break;
            case TokenKind.Identifier or TokenKind.Address:
                ParseAssignmentOrCall();
                break;
            case TokenKind.Keyword:
                ParseKeyword();
                break;
            default:
                throw Fail($"{Current} begins no statement; write an assignment, a call, IF, CASE, FOR, WHILE, REPEAT, RETURN or EXIT");
        }
    }

    private void ParseKeyword()
    {
        switch (Current.Text)
        {
            case "IF":
                ParseIf();
                break;
            case "CASE":
                ParseCase();
                break;
            case "FOR":
                ParseFor();
                break;
            case "WHILE":
                var begin = Take();
                ParseExpression();
                Expect("DO", "after the condition of a WHILE");
                ParseStatements(token => token.Is("END_WHILE"));
                End("END_WHILE", begin);
                break;
            case "REPEAT":
                var repeat = Take();
                ParseStatements(token => token.Is("UNTIL"));
                Expect("UNTIL", $"to end the REPEAT of line {repeat.Line}");
                ParseExpression();
                Accept(";");
                End("END_REPEAT", repeat);
                break;
            case "RETURN" or "EXIT" or "CONTINUE":
                var word = Take();
                Expect(";", $"after {word.Text}");
                break;
            default:
                throw Fail($"{Current} begins no statement; write an assignment, a call, IF, CASE, FOR, WHILE, REPEAT, RETURN or EXIT");
        }
    }

    private void ParseIf()
    {
        var begin = Current;
        do
        {
            var word = Take();
            ParseExpression();
            Expect("THEN", $"after the condition of {word.Text}");
            ParseStatements(token => token.Kind == TokenKind.Keyword && token.Text is "ELSIF" or "ELSE" or "END_IF");
        }
        while (Current.Is("ELSIF"));

        if (Accept("ELSE"))
        {
            ParseStatements(token => token.Is("END_IF"));
        }

        End("END_IF", begin);
    }

    private void ParseCase()
    {
        var begin = Take();
        ParseExpression();
        Expect("OF", "after the selector of a CASE");
        if (Current.Is("END_CASE") || Current.Is("ELSE"))
        {
            throw Fail($"{Current} stands where the first label of the CASE of line {begin.Line} is needed");
        }

        while (!Current.Is("ELSE") && !Current.Is("END_CASE"))
        {
            ParseLabels();
            ParseStatements(token => token.Kind == TokenKind.Keyword && token.Text is "ELSE" or "END_CASE" || BeginsLabel());
        }

        if (Accept("ELSE"))
        {
            ParseStatements(token => token.Is("END_CASE"));
        }

        End("END_CASE", begin);
    }

    private void ParseLabels()
    {
        do
        {
            ParseExpression();
            if (Accept(".."))
            {
                ParseExpression();
            }
        }
        while (Accept(","));

        Expect(":", "after the labels of a CASE");
    }

    // Labels are told from statements by the colon before anything that only a statement has.
    private bool BeginsLabel()
    {
        if (Current.Kind == TokenKind.Sign && Current.Text is not ("-" or "("))
        {
            return false;
        }

        for (var i = _at; i < _tokens.Count && i < _at + 256; i++)
        {
            var token = _tokens[i];
            if (token.Is(":"))
            {
                return true;
            }

            if (token.Kind is TokenKind.End || token.Kind == TokenKind.Keyword || (token.Kind == TokenKind.Sign && token.Text is ":=" or ";" or "=>"))
            {
                return false;
            }
        }

        return false;
    }

    private void ParseFor()
    {
        var begin = Take();
        Use(Expect(TokenKind.Identifier, "the counter of a FOR"));
        Expect(":=", "after the counter of a FOR");
        ParseExpression();
        Expect("TO", "between the bounds of a FOR");
        ParseExpression();
        if (Accept("BY"))
        {
            ParseExpression();
        }

        Expect("DO", "after the bounds of a FOR");
        ParseStatements(token => token.Is("END_FOR"));
        End("END_FOR", begin);
    }

    private void ParseAssignmentOrCall()
    {
        var called = ParseVariableAccess();
        if (Accept(":="))
        {
            ParseExpression();
            Expect(";", "after an assignment");
            return;
        }

        if (!called)
        {
            throw Fail(Current.Is("=")
                ? "'=' compares; write := to assign"
                : $"{Current} stands where := or a call's parentheses are needed");
        }

        Expect(";", "after a call");
    }

    private void End(string word, Token begin)
    {
        Expect(word, $"to end the {begin.Text} of line {begin.Line}");
        Expect(";", $"after {word}");
    }

    private void Use(Token name)
    {
        if (_checksNames)
        {
            _uses.Add((name, _scope));
        }
    }
}
