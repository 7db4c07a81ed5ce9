namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A table of sensor values as it was read, or a block of one.</summary>
/// <param name="Series">The channels. A cell without a value is NaN of bad quality.</param>
/// <param name="Labels">The label columns by name, one value a sample; NaN where the cell is empty.</param>
/// <param name="Times">Time of each sample; empty where the table has no time column. Since 1970 where they count from an unknown start; then the series has none.</param>
public sealed record SeriesTable(Series Series, IReadOnlyDictionary<string, float[]> Labels, IReadOnlyList<DateTimeOffset> Times)
{
    /// <summary>The words of each text column by their number: a label 2 in that column is the third of them. They are numbered as they first come.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Texts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The words of a text column, one a sample; null where the cell is empty.</summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="KeyNotFoundException">The column was not read as text.</exception>
    public string?[] TextsOf(string column)
    {
        var words = Texts[column];
        return Array.ConvertAll(Labels[column], label => float.IsNaN(label) ? null : words[(int)label]);
    }

    /// <summary>Parts labels <c>[row, label]</c> into columns.</summary>
    internal static Dictionary<string, float[]> Columns(string[] names, ReadOnlySpan<float> labels, int rows)
    {
        var columns = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var column = new float[rows];
            for (var t = 0; t < rows; t++)
            {
                column[t] = labels[(t * names.Length) + i];
            }

            columns[names[i]] = column;
        }

        return columns;
    }
}
