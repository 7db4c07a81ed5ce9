namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a table classifier's model keeps beside its numbers, so that its native form is found again.</summary>
internal sealed record TableNote(
    IReadOnlyList<SeriesChannel> Columns, IReadOnlyList<DerivedColumn> Derived, IReadOnlyList<string> Labels, int Positive, TableLearner Learner, double Threshold, double HeldOutF1)
{
    public const string Key = "industrialagents.table-classifier";

    /// <summary>Columns of a row and those derived from them.</summary>
    public int Width => Columns.Count + Derived.Count;

    /// <summary>Place of a column; -1 where there is none of that name.</summary>
    public int Find(string name) => Columns.Select((column, at) => column.Name == name ? at : -1).DefaultIfEmpty(-1).Max();

    /// <summary>A row and its derived columns.</summary>
    public void Extend(ReadOnlySpan<float> row, Span<float> extended)
    {
        row.CopyTo(extended);
        for (var d = 0; d < Derived.Count; d++)
        {
            var (left, right) = (row[Find(Derived[d].Left)], row[Find(Derived[d].Right)]);
            extended[row.Length + d] = Derived[d].Operation switch
            {
                ColumnOperation.Sum => left + right,
                ColumnOperation.Difference => left - right,
                _ => left * right,
            };
        }
    }
}
