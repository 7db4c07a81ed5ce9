namespace IndustrialAgents.Experts.Language;

/// <summary>How a text classifier is fitted and what it is called. Immutable and thread-safe.</summary>
public sealed record NgramClassifierOptions
{
    /// <summary>Name of the expert.</summary>
    public string Name { get; init; } = "text-classifier";

    /// <summary>Version of the expert.</summary>
    public string Version { get; init; } = "1";

    /// <summary>One sentence for people; null for one about the fit.</summary>
    public string? Description { get; init; }

    /// <summary>Assets it is meant for; empty for all.</summary>
    public IReadOnlyList<AssetPath> Assets { get; init; } = [];

    /// <summary>Maps a label to the failure mode it speaks for; empty where it speaks for none.</summary>
    public IReadOnlyDictionary<string, string> FailureModes { get; init; } = new Dictionary<string, string>();

    /// <summary>Which pieces of a text are counted.</summary>
    public NgramOptions Ngrams { get; init; } = new();

    /// <summary>How much more a word counts than a character n-gram as rare, positive; there are far fewer words.</summary>
    public double WordWeight { get; init; } = 1.5;

    /// <summary>
    /// How far rare labels are favoured, 0 to 1: a text counts as (n / (labels · texts of its label)) to this power. 0 counts all texts alike, 1 all
    /// labels alike.
    /// </summary>
    public double Balance { get; init; } = 0.25;

    /// <summary>Strengths λ to choose from, each positive. One alone is taken as it is.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [0.1, 0.2, 0.4, 0.8, 1.6];

    /// <summary>How the head is fitted.</summary>
    public NgramHead Head { get; init; }

    /// <summary>What a text on the wrong side of a margin costs, positive; used by <see cref="NgramHead.Margin"/>.</summary>
    public double Cost { get; init; } = 3;

    /// <summary>Seed that draws the texts on which the strength is chosen, where there are more than 1,000.</summary>
    public int Seed { get; init; } = 1;
}
