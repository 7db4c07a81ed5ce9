namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Puts rows with times on a regular grid that begins with the first row, channel by channel: rows that lie on the grid stay as they are, short gaps
/// are bridged with samples of uncertain quality, long ones become samples of bad quality. No value lies outside those of the rows that it is made
/// of, and none is of better quality. Labels are those of the last row at or before a sample. Thread-safe.
/// </summary>
public static class SeriesResampler
{
    /// <summary>Resamples a table.</summary>
    /// <param name="table">Rows in any order that <see cref="ResampleOptions.Backward"/> allows; one without times is regular and comes back as it is.</param>
    /// <param name="options">How.</param>
    /// <param name="maxValues">The most values of the result, so that one row of another year does not fill the memory.</param>
    /// <exception cref="InvalidRequestException">Times go backward, the result would be too large, or an option is wrong.</exception>
    public static SeriesTable Resample(SeriesTable table, ResampleOptions? options = null, int maxValues = 1 << 24)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new ResampleOptions();
        options.Validate();
        var width = table.Series.Channels.Count;
        if (table.Times.Count == 0 || width == 0)
        {
            return table;
        }

        InvalidRequestException.Require(table.Times.Count == table.Series.Length, "series", $"{table.Times.Count} times of {table.Series.Length} samples; give each sample one");
        var ticks = table.Times.Select(time => time.UtcTicks).ToArray();
        int[] order = [.. Enumerable.Range(0, ticks.Length)];
        if (options.Backward == BackwardRows.Sort)
        {
            order = [.. order.OrderBy(row => ticks[row])];
        }

        long[] inOrder = Array.ConvertAll(order, row => ticks[row]);
        ResampleGrid.RequireRising(inOrder, "the table");
        var period = options.Period?.Ticks ?? SamplePeriod.Find(inOrder, options.Jitter, "the table");
        var grid = new ResampleGrid(new GridForm(table.Series.Channels, [.. table.Labels.Keys], table.Series.Start is null, maxValues, "the table"), period, options);
        var (columns, labels, quality) = (table.Labels.Values.ToArray(), new float[table.Labels.Count], table.Series.Quality);
        foreach (var row in order)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i] = columns[i][row];
            }

            grid.Push(ticks[row], table.Series[row], quality.IsEmpty ? default : quality.Span.Slice(row * width, width), labels);
        }

        grid.Finish();
        return grid.Take();
    }
}
