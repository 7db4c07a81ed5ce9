namespace IndustrialAgents.Experts.Language;

/// <summary>Labels of contents too short for the model, for the output step <c>thresholded-labels</c>.</summary>
internal sealed record ShortContentOptions
{
    /// <summary>Bytes at the content's beginning, white space left out, below which the model is not asked; null for the configuration's.</summary>
    public int? MinBytes { get; init; }

    /// <summary>Label of a content without bytes.</summary>
    public string Empty { get; init; } = "empty";

    /// <summary>Label of a short content that is UTF-8.</summary>
    public string Text { get; init; } = "txt";

    /// <summary>Label of a short content that is not.</summary>
    public string Binary { get; init; } = "unknown";
}
