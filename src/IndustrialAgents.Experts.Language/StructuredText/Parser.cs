namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>
/// Checks structured text by recursive descent after the grammar of IEC 61131-3: units of organisation, types, variables and statements. After an
/// error it goes on behind the next semicolon or at the word that ends the block, so that one slip gives one message. Used once, by one thread.
/// </summary>
internal sealed partial class Parser
{
    // Deeper nesting than any program has, and shallow enough for the stack.
    private const int MaxDepth = 128;
    private const int MaxProblems = 50;

    private readonly List<Token> _tokens;
    private readonly List<StructuredTextProblem> _problems;

    // Names used before their declaration was seen: types, functions and variables of the whole text may come later.
    private readonly List<(Token Token, Scope Scope)> _uses = [];
    private readonly Scope _globals = new(null);
    private Scope _scope;
    private int _at;
    private int _depth;

    // Whether names must be declared: a few statements on their own are a part of some program that is not here.
    private bool _checksNames;

    private Parser(List<Token> tokens, List<StructuredTextProblem> problems)
    {
        (_tokens, _problems, _scope) = (tokens, problems, _globals);
    }

    private Token Current => _tokens[_at];

    public static IReadOnlyList<StructuredTextProblem> Check(string text)
    {
        var problems = new List<StructuredTextProblem>();
        var parser = new Parser(new Lexer(text, problems).Read(), problems);
        parser.ParseText();
        return [.. problems.DistinctBy(problem => (problem.Line, problem.Column)).OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).Take(MaxProblems)];
    }

    private void ParseText()
    {
        if (Current.Kind == TokenKind.End)
        {
            Report(Current, "there is nothing; write a PROGRAM, FUNCTION_BLOCK, FUNCTION or TYPE, or statements");
            return;
        }

        if (!BeginsUnit(Current))
        {
            ParseStatements(token => token.Kind == TokenKind.End);
            return;
        }

        _checksNames = true;
        while (Current.Kind != TokenKind.End)
        {
            Recover(ParseUnit, token => BeginsUnit(token));
        }

        foreach (var (token, scope) in _uses)
        {
            if (!scope.Knows(token.Text))
            {
                Report(token, $"'{token.Text}' is not declared; declare it in a VAR block, or correct the name");
            }
        }
    }

    private static bool BeginsUnit(Token token) => token.Kind == TokenKind.Keyword && token.Text is "PROGRAM" or "FUNCTION" or "FUNCTION_BLOCK" or "TYPE" or "VAR_GLOBAL";

    private void ParseUnit()
    {
        switch (Current.Text)
        {
            case "TYPE" when Current.Kind == TokenKind.Keyword:
                ParseTypes();
                break;
            case "VAR_GLOBAL" when Current.Kind == TokenKind.Keyword:
                ParseVariables();
                break;
            case "PROGRAM" or "FUNCTION_BLOCK" or "FUNCTION" when Current.Kind == TokenKind.Keyword:
                ParseProgram();
                break;
            default:
                throw Fail($"{Current} begins no unit; write PROGRAM, FUNCTION_BLOCK, FUNCTION, TYPE or VAR_GLOBAL");
        }
    }

    private void ParseProgram()
    {
        var kind = Take();
        var name = Expect(TokenKind.Identifier, $"a name after {kind.Text}");
        Declare(_globals, name);
        if (kind.Text == "FUNCTION")
        {
            Expect(":", "and the type of its result after a function's name");
            ParseTypeName();
        }

        Accept(";");
        _scope = new Scope(_globals);
        if (kind.Text == "FUNCTION")
        {
            // A function gives its result by its own name.
            _scope.Declare(name.Text);
        }

        try
        {
            while (Current.Kind == TokenKind.Keyword && Current.Text.StartsWith("VAR", StringComparison.Ordinal))
            {
                ParseVariables();
            }

            var end = $"END_{kind.Text}";
            ParseStatements(token => token.Is(end) || BeginsUnit(token) || token.Kind == TokenKind.End);
            Expect(end, $"to end the {kind.Text} of line {kind.Line}");
            Accept(";");
        }
        finally
        {
            _scope = _globals;
        }
    }

    private void Declare(Scope scope, Token name)
    {
        if (!scope.Declare(name.Text))
        {
            Report(name, $"'{name.Text}' is declared twice; rename one of them");
        }
    }

    // Runs a part of the grammar; where it fails, goes on at a word where the part's caller can.
    private void Recover(Action parse, Func<Token, bool> resumes)
    {
        var begin = _at;
        try
        {
            parse();
        }
        catch (Stop stop)
        {
            _problems.Add(stop.Problem);
            if (_at == begin)
            {
                _at = Math.Min(_at + 1, _tokens.Count - 1);
            }

            while (Current.Kind != TokenKind.End && !resumes(Current))
            {
                if (Take().Is(";"))
                {
                    return;
                }
            }
        }
    }

    private void Nested(Action parse)
    {
        if (++_depth > MaxDepth)
        {
            _depth--;
            throw Fail($"is nested more than {MaxDepth} deep; split it up");
        }

        try
        {
            parse();
        }
        finally
        {
            _depth--;
        }
    }

    private Token Take() => Current.Kind == TokenKind.End ? Current : _tokens[_at++];

    private bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private Token Expect(string word, string why) => Current.Is(word) ? Take() : throw Fail($"{Current} stands where {word} is needed {why}");

    private Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Fail($"{Current} stands where {what} is needed");

    private Stop Fail(string message) => new(new StructuredTextProblem(Current.Line, Current.Column, message));

    private void Report(Token token, string message) => _problems.Add(new StructuredTextProblem(token.Line, token.Column, message));

    private sealed class Stop(StructuredTextProblem problem) : Exception(problem.Message)
    {
        public StructuredTextProblem Problem { get; } = problem;
    }
}
