using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Paragraphs, headings and tables of HTML. Scripts and styles are left out; nothing is run or fetched.</summary>
internal static partial class HtmlReader
{
    private const int MaxDepth = 512;

    public static List<Block> Read(string name, string text, ReadingLimits limits)
    {
        var walk = new Walk(name, limits);
        if (new HtmlParser().ParseDocument(text).Body is { } body)
        {
            walk.Visit(body, 0);
        }

        walk.EndParagraph();
        return walk.Blocks;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private sealed class Walk(string name, ReadingLimits limits)
    {
        private readonly List<(int Level, string Text)> _headings = [];
        private readonly StringBuilder _paragraph = new();
        private int _paragraphs;
        private int _tables;
        private int _rows;

        public List<Block> Blocks { get; } = [];

        public void Visit(INode node, int depth)
        {
            InvalidRequestException.Require(depth < MaxDepth, "document", $"'{name}' nests elements more than {MaxDepth} deep, the limit");
            foreach (var child in node.ChildNodes)
            {
                if (child is IText text)
                {
                    _paragraph.Append(text.Data);
                }
                else if (child is IElement element)
                {
                    Visit(element, depth);
                }
            }
        }

        public void EndParagraph()
        {
            var text = Space().Replace(_paragraph.ToString(), " ").Trim();
            _paragraph.Clear();
            if (text.Length > 0)
            {
                Blocks.Add(new Block(text, Path(), $"paragraph {++_paragraphs}"));
            }
        }

        private void Visit(IElement element, int depth)
        {
            switch (element.LocalName)
            {
                case "script" or "style" or "template" or "noscript" or "svg":
                    break;
                case ['h', >= '1' and <= '6' and var digit]:
                    EndParagraph();
                    _headings.RemoveAll(heading => heading.Level >= digit - '0');
                    _headings.Add((digit - '0', Space().Replace(element.TextContent, " ").Trim()));
                    break;
                case "table":
                    EndParagraph();
                    AddTable(element);
                    break;
                case "p" or "div" or "li" or "ul" or "ol" or "section" or "article" or "br" or "pre" or "blockquote" or "dt" or "dd" or "main" or "header" or "footer":
                    EndParagraph();
                    Visit((INode)element, depth + 1);
                    EndParagraph();
                    break;
                default:
                    Visit((INode)element, depth + 1);
                    break;
            }
        }

        private void AddTable(IElement table)
        {
            _tables++;
            IReadOnlyList<string>? columns = null;
            var number = 0;
            foreach (var row in table.QuerySelectorAll("tr"))
            {
                List<string> cells = [];
                foreach (var cell in row.Children.Where(cell => cell.LocalName is "td" or "th"))
                {
                    cells.Add(Space().Replace(cell.TextContent, " ").Trim());
                    TableRows.CheckRow(name, cells, limits);
                }

                if (cells.Count == 0)
                {
                    continue;
                }

                if (columns is null)
                {
                    columns = TableRows.Header(cells);
                    continue;
                }

                TableRows.CheckCount(name, ++_rows, limits);
                Blocks.Add(TableRows.Row(columns, cells, Path(), $"table {_tables}, row {++number}"));
            }
        }

        private string[] Path() => [.. _headings.Select(heading => heading.Text)];
    }
}
