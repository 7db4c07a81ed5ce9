using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Rows of the sheets of a workbook (Office Open XML), each sheet a table with its header in the first row that is not empty.</summary>
internal static class WorkbookReader
{
    // The library asks for Windows-1252 even where a workbook is all UTF-8.
    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static List<Block> Read(string name, byte[] bytes, ReadingLimits limits)
    {
        try
        {
            CheckUnpackedSize(name, bytes, limits);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes, writable: false));
            return Read(name, reader, limits);
        }
        catch (Exception e) when (e is not (InvalidRequestException or OutOfMemoryException))
        {
            // A damaged archive or sheet makes the library throw almost anything.
            throw new InvalidRequestException("document", $"'{name}' is no workbook that can be read: {e.Message}; save it again as .xlsx or .csv", e);
        }
    }

    private static List<Block> Read(string name, IExcelDataReader reader, ReadingLimits limits)
    {
        var blocks = new List<Block>();
        do
        {
            IReadOnlyList<string>? columns = null;
            for (var row = 1; reader.Read(); row++)
            {
                InvalidRequestException.Require(reader.FieldCount <= limits.MaxColumns, "document", $"'{name}' has more than {limits.MaxColumns} columns, the limit; split it");
                var cells = Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)?.Trim() ?? "").ToArray();
                if (cells.All(cell => cell.Length == 0))
                {
                    continue;
                }

                if (columns is null)
                {
                    columns = TableRows.Header(cells);
                    continue;
                }

                blocks.Add(TableRows.Row(columns, cells, [], $"sheet {reader.Name}, row {row}"));
                TableRows.CheckCount(name, blocks.Count, limits);
            }
        }
        while (reader.NextResult());

        return blocks;
    }

    // What the archive says of its sizes may be a lie, so it is unpacked once and counted.
    private static void CheckUnpackedSize(string name, byte[] bytes, ReadingLimits limits)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false));
        long size = 0;
        var buffer = new byte[81920];
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                size += read;
                InvalidRequestException.Require(size <= limits.MaxUnpackedBytes, "document", $"'{name}' unpacks to more than {limits.MaxUnpackedBytes} bytes, the limit");
            }
        }
    }
}
