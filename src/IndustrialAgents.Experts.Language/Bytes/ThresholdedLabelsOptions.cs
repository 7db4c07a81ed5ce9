namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the output step <c>thresholded-labels</c>. What is null comes from <see cref="Config"/> where that is given.</summary>
internal sealed record ThresholdedLabelsOptions
{
    /// <summary>A file of the expert in the form of magika's <c>config.min.json</c>: labels, thresholds and overwritten labels.</summary>
    public string? Config { get; init; }

    /// <summary>The model's output that holds the probabilities; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>How sure the model must be.</summary>
    public LabelCertainty Certainty { get; init; } = LabelCertainty.High;

    /// <summary>Probability below which a label without a threshold of its own is not named.</summary>
    public double? Threshold { get; init; }

    /// <summary>Thresholds of single labels.</summary>
    public IReadOnlyDictionary<string, double>? Thresholds { get; init; }

    /// <summary>Labels that are answered under another name.</summary>
    public IReadOnlyDictionary<string, string>? Overwrite { get; init; }

    /// <summary>Coarser labels to fall back on, each with the labels it stands for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fallbacks { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The coarser label of every label that <see cref="Fallbacks"/> does not list.</summary>
    public string Fallback { get; init; } = "unknown";

    /// <summary>How contents too short for the model are labelled; null to ask the model always.</summary>
    public ShortContentOptions? Short { get; init; }
}
