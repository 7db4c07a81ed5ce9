namespace IndustrialAgents.Experts.Language.StructuredText;

internal sealed partial class Parser
{
    // From the weakest to the strongest, as the standard has them.
    private static readonly string[][] Operators = [["OR"], ["XOR"], ["AND", "&"], ["=", "<>"], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "MOD"], ["**"]];

    private void ParseExpression() => Nested(() => ParseBinary(0));

    private void ParseBinary(int level)
    {
        if (level == Operators.Length)
        {
            ParseUnary();
            return;
        }

        ParseBinary(level + 1);
        while (Array.Exists(Operators[level], Accept))
        {
            ParseBinary(level + 1);
        }
    }

    private void ParseUnary()
    {
        // In a loop, so that a run of signs does not nest.
        while (Accept("-") || Accept("+") || Accept("NOT"))
        {
        }

        ParsePrimary();
    }

    private void ParsePrimary()
    {
        switch (Current.Kind)
        {
            case TokenKind.Integer or TokenKind.Real or TokenKind.Time or TokenKind.Text:
                Take();
                break;
            case TokenKind.Keyword when Current.Text is "TRUE" or "FALSE":
                Take();
                break;
            case TokenKind.Identifier or TokenKind.Address:
                ParseVariableAccess();
                break;
            case TokenKind.Sign when Current.Text == "(":
                Take();
                ParseExpression();
                Expect(")", "to close a parenthesis");
                break;
            default:
                throw Fail($"{Current} stands where a value is needed");
        }
    }

    // A variable, member, element, call or typed literal; whether it ends with a call.
    private bool ParseVariableAccess()
    {
        var first = Take();
        if (first.Kind == TokenKind.Identifier && Accept("#"))
        {
            // INT#5, BOOL#TRUE or Colour#Red.
            Accept("-");
            if (!(Current.Kind is TokenKind.Integer or TokenKind.Real or TokenKind.Text or TokenKind.Identifier || Current.Is("TRUE") || Current.Is("FALSE")))
            {
                throw Fail($"{Current} stands where a value is needed after {first.Text}#");
            }

            Take();
            return false;
        }

        // What is called may be a function of the controller's library.
        if (first.Kind == TokenKind.Identifier && !Current.Is("("))
        {
            Use(first);
        }

        var called = false;
        while (true)
        {
            if (Accept("."))
            {
                // A member, or a bit by its number.
                if (Current.Kind is not (TokenKind.Identifier or TokenKind.Integer))
                {
                    throw Fail($"{Current} stands where the name of a member is needed after '.'");
                }

                Take();
                called = false;
            }
            else if (Accept("["))
            {
                do
                {
                    ParseExpression();
                }
                while (Accept(","));

                Expect("]", "after an index");
                called = false;
            }
            else if (Accept("^"))
            {
                called = false;
            }
            else if (Current.Is("("))
            {
                ParseArguments();
                called = true;
            }
            else
            {
                return called;
            }
        }
    }

    private void ParseArguments()
    {
        Take();
        if (Accept(")"))
        {
            return;
        }

        do
        {
            // NOT before an output inverts it.
            var inverted = Current.Is("NOT") && _tokens[_at + 1].Kind == TokenKind.Identifier && _tokens[Math.Min(_at + 2, _tokens.Count - 1)].Is("=>");
            if (inverted)
            {
                Take();
            }

            if (Current.Kind == TokenKind.Identifier && _tokens[_at + 1] is var next && (next.Is(":=") || next.Is("=>")))
            {
                Take();
                if (Take().Is("=>") && (Current.Is(",") || Current.Is(")")))
                {
                    // An output that is not wanted.
                    continue;
                }
            }

            ParseExpression();
        }
        while (Accept(","));

        Expect(")", "after the arguments of a call");
    }
}
