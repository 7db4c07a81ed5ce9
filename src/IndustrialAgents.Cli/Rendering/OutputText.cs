using System.Globalization;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Says what an output says, in one line.</summary>
internal static class OutputText
{
    private const int MaxItems = 4;
    private const int MaxText = 240;

    /// <summary>The output in one line.</summary>
    public static string Describe(ExpertOutput output) => output switch
    {
        ClassProbabilities classes => Classes(classes),
        Forecast forecast => $"{forecast.Horizon} steps of {forecast.Channels.Count} channels, next {Row(forecast.Channels, forecast.Median.Span)}",
        Estimate estimate => Row(estimate.Quantities, estimate.Values.Span),
        AnomalyScores anomaly => Anomaly(anomaly),
        Detections detections => detections.Items.Count == 0
            ? "nothing found"
            : string.Join(", ", detections.Items.Take(MaxItems).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Label} {item.Score:0.00} at {item.Left:0},{item.Top:0}"))) + More(detections.Items.Count),
        Passages passages => passages.Items.Count == 0 ? "nothing found" : $"{passages.Items.Count} passages, first: {Shorten(passages.Items[0].Text)}",
        GeneratedText text => Shorten(text.Text),
        Embedding embedding => $"{embedding.Vector.Length} coordinates in {embedding.Space}",
        TensorsOutput tensors => string.Join(", ", tensors.Tensors.Select(tensor => $"{tensor.Key}: {tensor.Value}")),
        ExtractedEntities entities => entities.Items.Count == 0
            ? "nothing found"
            : string.Join(", ", entities.Items.Take(MaxItems).Select(item => $"{item.Class}: {Shorten(item.Text)}")) + More(entities.Items.Count),
        _ => output.GetType().Name,
    };

    private static string Classes(ClassProbabilities classes)
    {
        var probabilities = classes.Probabilities.ToArray();
        var order = Enumerable.Range(0, probabilities.Length).OrderByDescending(i => probabilities[i]).Take(3);
        return string.Join(", ", order.Select(i => string.Create(CultureInfo.InvariantCulture, $"{classes.Labels[i]} {probabilities[i]:0.00}")));
    }

    private static string Anomaly(AnomalyScores anomaly)
    {
        var blame = anomaly.Blame.Count == 0
            ? ""
            : ", " + string.Join(", ", anomaly.Blame.Take(2).Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Channel} {share.Share:P0}")));
        var rarity = anomaly.PValue is { } value ? string.Create(CultureInfo.InvariantCulture, $", p = {value:G2}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(anomaly.IsAnomalous ? "anomaly" : "normal")} {anomaly.Probability:0.00}{rarity}{Place(anomaly)}{blame}");
    }

    // The middle of the most unusual place of a picture.
    private static string Place(AnomalyScores anomaly)
    {
        if (anomaly.Grid is not { } grid || !anomaly.IsAnomalous || anomaly.Scores.IsEmpty)
        {
            return "";
        }

        var most = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(anomaly.Scores.Span);
        var (row, column) = (most / grid.Columns, most % grid.Columns);
        var (x, y) = (grid.Left + ((column + 0.5) * (grid.Right - grid.Left) / grid.Columns), grid.Top + ((row + 0.5) * (grid.Bottom - grid.Top) / grid.Rows));
        return string.Create(CultureInfo.InvariantCulture, $", most at {x:0},{y:0}");
    }

    private static string Row<T>(IReadOnlyList<SeriesChannel> channels, ReadOnlySpan<T> values)
        where T : struct, IFormattable
    {
        var parts = new List<string>();
        for (var i = 0; i < Math.Min(Math.Min(channels.Count, values.Length), MaxItems); i++)
        {
            parts.Add($"{channels[i].Name} {values[i].ToString("0.###", CultureInfo.InvariantCulture)}{(channels[i].Unit is { } unit ? " " + unit : "")}");
        }

        return string.Join(", ", parts) + More(channels.Count);
    }

    private static string More(int count) => count > MaxItems ? $" and {count - MaxItems} more" : "";

    private static string Shorten(string text) => text.Length <= MaxText ? text : text[..MaxText] + " …";
}
