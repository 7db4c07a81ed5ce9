using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>The text layer of a PDF file, page by page; pictures of text are not read.</summary>
internal static class PdfReader
{
    public static List<Block> Read(string name, byte[] bytes, ReadingLimits limits)
    {
        try
        {
            using var document = PdfDocument.Open(bytes);
            InvalidRequestException.Require(document.NumberOfPages <= limits.MaxPages, "document", $"'{name}' has more than {limits.MaxPages} pages, the limit; split it");
            var blocks = new List<Block>();
            foreach (var page in document.GetPages())
            {
                blocks.AddRange(ProseReader.Read(ContentOrderTextExtractor.GetText(page, true), markdown: false).Select(block => block with { Place = $"page {page.Number}" }));
            }

            return blocks.Count > 0 ? blocks : throw new InvalidRequestException("document", $"'{name}' has no text layer; recognise its pages first (OCR)");
        }
        catch (Exception e) when (e is not (InvalidRequestException or OutOfMemoryException))
        {
            // A damaged file makes the library throw almost anything.
            throw new InvalidRequestException("document", $"'{name}' is no PDF file that can be read: {e.Message}", e);
        }
    }
}
