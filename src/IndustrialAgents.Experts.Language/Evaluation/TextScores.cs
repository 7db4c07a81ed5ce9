namespace IndustrialAgents.Experts.Language;

/// <summary>How well a fitted text classifier's model names the labels of texts it was not fitted to.</summary>
/// <param name="Truth">Label of each text.</param>
/// <param name="Named">Label named for each text.</param>
internal sealed record TextScores(IReadOnlyList<string> Truth, IReadOnlyList<string> Named)
{
    /// <summary>Share of texts whose label was named.</summary>
    public double Accuracy => Truth.Zip(Named).Count(pair => pair.First == pair.Second) / (double)Truth.Count;

    /// <summary>Mean of the labels' F1, over all labels that are true or named somewhere.</summary>
    public double MacroF1 => Truth.Union(Named).Average(label =>
    {
        var right = Truth.Zip(Named).Count(pair => pair.First == label && pair.Second == label);
        return 2.0 * right / (Truth.Count(truth => truth == label) + Named.Count(named => named == label));
    });

    /// <summary>The 95% interval of the accuracy (Wilson 1927, doi:10.1080/01621459.1927.10502953).</summary>
    public string Interval()
    {
        const double Z = 1.959964;
        var (n, p) = (Truth.Count, Accuracy);
        var middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4.0 * n * n))) / (1 + (Z * Z / n));
        return FormattableString.Invariant($"{middle - half:0.000} to {middle + half:0.000}");
    }

    /// <summary>Asks the expert about each text by itself, as a node does.</summary>
    public static async Task<TextScores> OfAsync(FittedExpert expert, IReadOnlyList<(string Text, string Label)> texts, CancellationToken cancellationToken)
    {
        using var loaded = new LoadedExpert(expert);
        var named = new List<string>(texts.Count);
        foreach (var (text, _) in texts)
        {
            named.Add((await loaded.ClassifyAsync(text, cancellationToken).ConfigureAwait(false)).Top().Label);
        }

        return new TextScores([.. texts.Select(text => text.Label)], named);
    }
}
