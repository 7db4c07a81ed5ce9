using System.IO.Compression;
using System.Text;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class ReadingTests
{
    private static readonly ReadingLimits Limits = new();

    [Fact]
    public void Read_Markdown_KnowsHeadingsAndTables()
    {
        var blocks = Read("a.md", "# Pump\nIt pumps.\n\n## Seal\n| Part | Life |\n|---|---|\n| ring | 2 years |\n\n```\n# no heading\n```\n# Fan\nIt turns.");

        Assert.Equal(["It pumps.", "", "```\n# no heading\n```", "It turns."], blocks.Select(block => block.Text));
        Assert.Equal(["Pump", "Seal"], blocks[1].Headings);
        Assert.Equal(["ring", "2 years"], blocks[1].Cells);
        Assert.Equal(["Fan"], blocks[3].Headings);
        Assert.Equal("line 13", blocks[3].Place);
    }

    [Fact]
    public void Read_Html_LeavesScriptsOut()
    {
        var blocks = Read("a.html", "<h1>Pump</h1><script>alert(1)</script><p>It <b>pumps</b>.<style>p{}</style><table><tr><th>Part<tr><td>ring</table>");

        Assert.Equal(["It pumps.", ""], blocks.Select(block => block.Text));
        Assert.Equal(["ring"], blocks[1].Cells);
        Assert.All(blocks, block => Assert.Equal(["Pump"], block.Headings));
    }

    [Fact]
    public void Read_DeepHtml_KeepsItsText() =>
        Assert.Equal("x", Read("a.html", string.Concat(Enumerable.Repeat("<div>", 1000)) + "x").Single().Text);

    [Theory]
    [InlineData(';')]
    [InlineData(',')]
    public void Read_Csv_KeepsQuotedCellsWhole(char separator)
    {
        var blocks = Read("a.csv", $"part{separator}note\n\"a{separator}b\"{separator}\"two\nlines \"\"x\"\"\"\nc{separator}\n");

        Assert.Equal([$"a{separator}b", "two\nlines \"x\""], blocks[0].Cells);
        Assert.Equal(["c", ""], blocks[1].Cells);
        Assert.Equal("row 2, line 4", blocks[1].Place);
    }

    [Fact]
    public void Read_BeyondALimit_NamesIt()
    {
        Assert.Contains("3 rows", Refused("a.csv", "h\n1\n2\n3\n4", Limits with { MaxRows = 3 }), StringComparison.Ordinal);
        Assert.Contains("2 columns", Refused("a.csv", "a,b,c", Limits with { MaxColumns = 2 }), StringComparison.Ordinal);
        Assert.Contains("8 characters", Refused("a.csv", "a\n\"not closed", Limits with { MaxCellLength = 8 }), StringComparison.Ordinal);
        Assert.Contains("limit is 4", Refused("a.txt", "12345", Limits with { MaxBytes = 4 }), StringComparison.Ordinal);
        Assert.Contains(".xlsx", Refused("a.docx", "", Limits), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Encodings_AreTold()
    {
        Assert.Equal("windows-1252", DocumentReader.Read("a.txt", [0x4F, 0x6C, 0xFC], Limits).Encoding);
        Assert.Equal("Olü", DocumentReader.Read("a.txt", [0x4F, 0x6C, 0xFC], Limits).Blocks[0].Text);
        Assert.Equal("ü", DocumentReader.Read("a.txt", [0xFF, 0xFE, 0xFC, 0x00], Limits).Blocks[0].Text);
        Assert.Equal("utf-16be", DocumentReader.Read("a.txt", [0xFE, 0xFF, 0x00, 0xFC], Limits).Encoding);
        Assert.Equal("ü", DocumentReader.Read("a.txt", [0xEF, 0xBB, 0xBF, 0xC3, 0xBC], Limits).Blocks[0].Text);
        Assert.Throws<InvalidRequestException>(() => DocumentReader.Read("a.txt", [0x41, 0x00, 0x42], Limits));
        Assert.Empty(DocumentReader.Read("a.txt", [], Limits).Blocks);
    }

    [Fact]
    public void Read_Workbook_GivesRowsOfEachSheet()
    {
        var blocks = DocumentReader.Read("a.xlsx", Workbook("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Part</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>4.5</v></c></row>"), Limits).Blocks;

        Assert.Equal(["Part"], blocks.Single().Columns);
        Assert.Equal(["4.5"], blocks[0].Cells);
        Assert.Equal("sheet Pumps, row 2", blocks[0].Place);
    }

    [Fact]
    public void Read_DamagedFiles_AreRefused()
    {
        var workbook = Workbook("<row r=\"1\"/>");
        for (var cut = 0; cut < workbook.Length; cut += 97)
        {
            Assert.Throws<InvalidRequestException>(() => DocumentReader.Read("a.xlsx", workbook[..cut], Limits));
        }

        Assert.Throws<InvalidRequestException>(() => DocumentReader.Read("a.pdf", Encoding.ASCII.GetBytes("%PDF-1.4\nnothing"), Limits));
        Assert.Contains("unpacks", Assert.Throws<InvalidRequestException>(() => DocumentReader.Read("a.xlsx", workbook, Limits with { MaxUnpackedBytes = 100 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Pdf_GivesThePagesText()
    {
        var builder = new UglyToad.PdfPig.Writer.PdfDocumentBuilder();
        var font = builder.AddStandard14Font(UglyToad.PdfPig.Fonts.Standard14Fonts.Standard14Font.Helvetica);
        builder.AddPage(UglyToad.PdfPig.Content.PageSize.A4).AddText("Replace the ring", 12, new UglyToad.PdfPig.Core.PdfPoint(50, 700), font);

        var block = DocumentReader.Read("a.pdf", builder.Build(), Limits).Blocks.Single();

        Assert.Equal(("Replace the ring", "page 1"), (block.Text, block.Place));
    }

    private static IReadOnlyList<Block> Read(string name, string text) => DocumentReader.Read(name, Encoding.UTF8.GetBytes(text), Limits).Blocks;

    private static string Refused(string name, string text, ReadingLimits limits) =>
        Assert.Throws<InvalidRequestException>(() => DocumentReader.Read(name, Encoding.UTF8.GetBytes(text), limits)).Message;

    private static byte[] Workbook(string rows)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Put("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Put("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Pumps\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Put("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Put("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");

            void Put(string name, string content)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + content);
            }
        }

        return stream.ToArray();
    }
}
