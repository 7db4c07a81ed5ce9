using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>Cuts a structured text into words; comments and pragmas are left out. Used once, by one thread.</summary>
internal sealed partial class Lexer(string text, List<StructuredTextProblem> problems)
{
    private static readonly string[] Signs = ["**", ":=", "=>", "<=", ">=", "<>", "..", "+", "-", "*", "/", "=", "<", ">", "&", "(", ")", "[", "]", ",", ";", ":", ".", "^", "#"];

    private int _at;
    private int _line = 1;
    private int _lineStart;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (SkipBlank())
        {
            if (Next() is { } token)
            {
                tokens.Add(token);
            }
        }

        tokens.Add(Here(TokenKind.End, ""));
        return tokens;
    }

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G(?:2#[01_]+|8#[0-7_]+|16#[0-9A-Fa-f_]+)")]
    private static partial Regex BasedInteger();

    [GeneratedRegex(@"\G[0-9][0-9_]*(?:\.[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)")]
    private static partial Regex RealNumber();

    [GeneratedRegex(@"\G[0-9][0-9_]*")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\G%[IQM][XBWDL]?(?:\*|[0-9]+(?:\.[0-9]+)*)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    // A duration as 1d2h3m4s5ms6us7ns with or without signs and parts, or a date and time of day.
    [GeneratedRegex(@"\G#(?:-?(?:[0-9][0-9_]*(?:\.[0-9]+)?(?:ms|us|ns|d|h|m|s)_?)+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:-[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?)?|[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?)(?![A-Za-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex TimeBody();

    private Token? Next()
    {
        var c = text[_at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            return Word();
        }

        if (char.IsAsciiDigit(c))
        {
            return Take(BasedInteger(), TokenKind.Integer) ?? Take(RealNumber(), TokenKind.Real) ?? Take(Integer(), TokenKind.Integer);
        }

        if (c is '\'' or '"')
        {
            return Quoted(c);
        }

        if (c == '%' && Take(Address(), TokenKind.Address) is { } address)
        {
            return address;
        }

        if (Array.Find(Signs, sign => string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0) is { } found)
        {
            var token = Here(TokenKind.Sign, found);
            _at += found.Length;
            return token;
        }

        Report(c == '%' ? "'%' begins no address; it is %I, %Q or %M, a size of X, B, W, D, L, and numbers" : $"'{c}' has no meaning here");
        _at++;
        return null;
    }

    private Token? Word()
    {
        var name = Name().Match(text, _at).Value;
        var upper = name.ToUpperInvariant();
        if (_at + name.Length < text.Length && text[_at + name.Length] == '#' && Keywords.BeginsTime(upper))
        {
            var body = TimeBody().Match(text, _at + name.Length);
            var token = Here(TokenKind.Time, name + body.Value);
            if (!body.Success)
            {
                Report($"'{name}#' is followed by no time; write {(upper is "T" or "TIME" or "LT" or "LTIME" ? "a duration such as T#1h30m or T#500ms" : "a date or time such as D#2026-01-31 or TOD#06:30:00")}");
                _at += name.Length + 1;
                Skip();
                return token;
            }

            _at += name.Length + body.Length;
            return token;
        }

        var kind = Keywords.IsWord(upper) ? TokenKind.Keyword : TokenKind.Identifier;
        var word = Here(kind, kind == TokenKind.Keyword ? upper : name);
        _at += name.Length;
        return word;

        void Skip()
        {
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.' or ':' or '-'))
            {
                _at++;
            }
        }
    }

    private Token? Take(Regex regex, TokenKind kind)
    {
        var match = regex.Match(text, _at);
        if (!match.Success)
        {
            return null;
        }

        var token = Here(kind, match.Value);
        _at += match.Length;
        return token;
    }

    private Token Quoted(char quote)
    {
        var (begin, start) = (Here(TokenKind.Text, ""), _at++);
        while (_at < text.Length && text[_at] != quote && text[_at] != '\n')
        {
            // $ makes the next character mean something else, also the quote.
            _at += text[_at] == '$' && _at + 1 < text.Length && text[_at + 1] != '\n' ? 2 : 1;
        }

        if (_at >= text.Length || text[_at] != quote)
        {
            problems.Add(new StructuredTextProblem(begin.Line, begin.Column, $"the string is not closed; end it with {quote} on the same line"));
            return begin with { Text = text[start.._at] };
        }

        return begin with { Text = text[start..++_at] };
    }

    // Returns whether anything is left.
    private bool SkipBlank()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '\n')
            {
                NewLine();
            }
            else if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (Starts("//"))
            {
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end : text.Length;
            }
            else if (Starts("(*"))
            {
                SkipTo("*)", "comment");
            }
            else if (Starts("/*"))
            {
                SkipTo("*/", "comment");
            }
            else if (text[_at] == '{')
            {
                SkipTo("}", "pragma");
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipTo(string end, string what)
    {
        var begin = Here(TokenKind.End, "");
        for (_at += end == "}" ? 1 : 2; _at < text.Length && !Starts(end);)
        {
            if (text[_at] == '\n')
            {
                NewLine();
            }
            else
            {
                _at++;
            }
        }

        if (_at >= text.Length)
        {
            problems.Add(new StructuredTextProblem(begin.Line, begin.Column, $"the {what} is not closed; end it with {end}"));
        }

        _at = Math.Min(text.Length, _at + end.Length);
    }

    private void NewLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
    }

    private bool Starts(string sign) => string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0;

    private Token Here(TokenKind kind, string own) => new(kind, own, _line, _at - _lineStart + 1);

    private void Report(string message) => problems.Add(new StructuredTextProblem(_line, _at - _lineStart + 1, message));
}
