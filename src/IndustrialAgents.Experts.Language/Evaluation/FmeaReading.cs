namespace IndustrialAgents.Experts.Language;

/// <summary>How the text filters of an FMEA question are read.</summary>
internal enum FmeaReading
{
    /// <summary>Every text filter by words: all of the filter's words stand in the cell, by their roots. A query without a filter names every row.</summary>
    Words,

    /// <summary>
    /// Names as they are written, anywhere in the cell; filters by meaning let everything through, for nothing here can run them. A query without a filter,
    /// or with one on an alias that its patterns do not make, names no row.
    /// </summary>
    Names,
}
