namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>The largest document that is read. A document beyond one of them is refused whole, with an error that names the limit.</summary>
public sealed record ReadingLimits
{
    /// <summary>Bytes of the file as it is posted.</summary>
    public long MaxBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a workbook once unpacked.</summary>
    public long MaxUnpackedBytes { get; init; } = 512 << 20;

    /// <summary>Rows of all tables together.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    /// <summary>Columns of one table.</summary>
    public int MaxColumns { get; init; } = 1024;

    /// <summary>Characters of one cell.</summary>
    public int MaxCellLength { get; init; } = 32_767;

    /// <summary>Pages of a PDF file.</summary>
    public int MaxPages { get; init; } = 10_000;
}
