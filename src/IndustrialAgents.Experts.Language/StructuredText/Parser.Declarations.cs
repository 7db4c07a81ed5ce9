namespace IndustrialAgents.Experts.Language.StructuredText;

internal sealed partial class Parser
{
    // VAR blocks of every kind, with initial values and addresses.
    private void ParseVariables()
    {
        var begin = Take();
        while (Accept("CONSTANT") || Accept("RETAIN") || Accept("NON_RETAIN"))
        {
        }

        while (!Current.Is("END_VAR"))
        {
            if (Current.Kind == TokenKind.End || BeginsUnit(Current))
            {
                throw Fail($"{Current} stands where END_VAR is needed to end the {begin.Text} of line {begin.Line}");
            }

            Recover(() => ParseVariable(begin.Text == "VAR_GLOBAL" ? _globals : _scope), token => token.Is("END_VAR") || BeginsUnit(token));
        }

        Take();
        Accept(";");
    }

    private void ParseVariable(Scope scope)
    {
        do
        {
            Declare(scope, Expect(TokenKind.Identifier, "the name of a variable"));
        }
        while (Accept(","));

        if (Accept("AT"))
        {
            Expect(TokenKind.Address, "an address such as %IX0.0 after AT");
        }

        Expect(":", "between a variable and its type");
        ParseType();
        if (Accept(":="))
        {
            ParseInitial();
        }

        Expect(";", "after a declaration");
    }

    private void ParseTypes()
    {
        var begin = Take();
        while (!Current.Is("END_TYPE"))
        {
            if (Current.Kind == TokenKind.End || BeginsUnit(Current))
            {
                throw Fail($"{Current} stands where END_TYPE is needed to end the TYPE of line {begin.Line}");
            }

            Recover(ParseTypeDeclaration, token => token.Is("END_TYPE") || BeginsUnit(token));
        }

        Take();
        Accept(";");
    }

    private void ParseTypeDeclaration()
    {
        Declare(_globals, Expect(TokenKind.Identifier, "the name of a type"));
        Expect(":", "between a type's name and what it is");
        ParseType();
        if (Accept(":="))
        {
            ParseInitial();
        }

        Expect(";", "after a type");
    }

    private void ParseType()
    {
        if (Current.Is("ARRAY"))
        {
            Nested(ParseArray);
        }
        else if (Current.Is("STRUCT"))
        {
            Nested(ParseStructure);
        }
        else if (Current.Is("("))
        {
            ParseEnumeration();
        }
        else
        {
            ParseTypeName();
        }
    }

    private void ParseArray()
    {
        Take();
        Expect("[", "after ARRAY");
        do
        {
            ParseExpression();
            Expect("..", "between the bounds of an array");
            ParseExpression();
        }
        while (Accept(","));

        Expect("]", "after the bounds of an array");
        Expect("OF", "before the type of an array's elements");
        ParseType();
    }

    private void ParseStructure()
    {
        var (begin, members) = (Take(), new Scope(null));
        while (!Current.Is("END_STRUCT"))
        {
            if (Current.Kind == TokenKind.End || BeginsUnit(Current) || Current.Is("END_TYPE"))
            {
                throw Fail($"{Current} stands where END_STRUCT is needed to end the STRUCT of line {begin.Line}");
            }

            Recover(() => ParseVariable(members), token => token.Is("END_STRUCT") || token.Is("END_TYPE") || BeginsUnit(token));
        }

        Take();
    }

    private void ParseEnumeration()
    {
        Take();
        do
        {
            // Values may recur in other enumerations.
            _globals.Declare(Expect(TokenKind.Identifier, "a value of an enumeration").Text);
            if (Accept(":="))
            {
                ParseExpression();
            }
        }
        while (Accept(","));

        Expect(")", "after the values of an enumeration");
        if (Current.Kind == TokenKind.Identifier && Keywords.IsType(Current.Text.ToUpperInvariant()))
        {
            Take();
        }
    }

    private void ParseTypeName()
    {
        var name = Expect(TokenKind.Identifier, "a type");
        var upper = name.Text.ToUpperInvariant();
        if (upper is "STRING" or "WSTRING" && (Current.Is("[") || Current.Is("(")))
        {
            var close = Take().Text == "[" ? "]" : ")";
            ParseExpression();
            Expect(close, "after the length of a string");
            return;
        }

        // A range of a whole type, as in INT (0..100).
        if (Current.Is("(") && Keywords.IsType(upper))
        {
            Take();
            ParseExpression();
            Expect("..", "between the bounds of a range");
            ParseExpression();
            Expect(")", "after a range");
        }
    }

    // A constant, [1, 2, 3(0)] for an array or (x := 1) for a structure.
    private void ParseInitial()
    {
        if (Current.Is("["))
        {
            Nested(() =>
            {
                Take();
                do
                {
                    ParseInitial();
                    if (Accept("("))
                    {
                        ParseInitial();
                        Expect(")", "after a repeated value");
                    }
                }
                while (Accept(","));

                Expect("]", "after the values of an array");
            });
        }
        else if (Current.Is("(") && _tokens[_at + 1].Kind == TokenKind.Identifier && _tokens[Math.Min(_at + 2, _tokens.Count - 1)].Is(":="))
        {
            Nested(() =>
            {
                Take();
                do
                {
                    Expect(TokenKind.Identifier, "a member of the structure");
                    Expect(":=", "between a member and its value");
                    ParseInitial();
                }
                while (Accept(","));

                Expect(")", "after the members of a structure");
            });
        }
        else
        {
            ParseExpression();
        }
    }
}
