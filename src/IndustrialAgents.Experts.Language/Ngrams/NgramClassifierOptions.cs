namespace IndustrialAgents.Experts.Language;

/// <summary>How a text classifier is fitted and what it is called. Immutable and thread-safe.</summary>
public sealed record NgramClassifierOptions
{
    private static readonly double[] SoftmaxCosts = [100, 10, 1000];
    private static readonly double[] MarginCosts = [1, 0.1, 10];
    private static readonly double[] RidgeCosts = [2.5, 0.25, 25];

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

    /// <summary>
    /// How a text's pieces are counted. Words and their pairs are always counted, and n-grams that run over from one word to the next always have buckets of
    /// their own.
    /// </summary>
    public NgramOptions Ngrams { get; init; } = new() { Width = 1 << 20 };

    /// <summary>Which pieces are read; null for those under which more texts left out are named rightly.</summary>
    public NgramPieces? Pieces { get; init; }

    /// <summary>Which head.</summary>
    public NgramHead Head { get; init; }

    /// <summary>
    /// What a text that is not fitted costs: values to choose from, each positive and finite, for a head of <see cref="NgramHead.Softmax"/>,
    /// <see cref="NgramHead.Margin"/> or <see cref="NgramHead.Ridge"/>; null for the head's own. Another than the
    /// first is taken where clearly more texts left out are then named rightly. The less a text costs, the simpler the head.
    /// </summary>
    public IReadOnlyList<double>? Costs { get; init; }

    /// <summary>Seed that draws which texts are left out together.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The costs to choose from for a head.</summary>
    internal IReadOnlyList<double> CostsOf(NgramHead head) => Costs is not null && head == Head ? Costs : head switch
    {
        NgramHead.Softmax => SoftmaxCosts,
        NgramHead.Margin => MarginCosts,
        _ => RidgeCosts,
    };

    /// <summary>What is wrong; null where nothing is.</summary>
    internal string? Problem() => this switch
    {
        { Head: < NgramHead.Softmax or > NgramHead.Selected } => $"head: {Head}; it is softmax, margin, ridge, committee or selected",
        { Pieces: < NgramPieces.Characters or > NgramPieces.Words } => $"pieces: {Pieces}; they are characters or words",
        { Costs.Count: 0 } => "costs: none; name at least one, or leave them out",
        { Costs: not null, Head: NgramHead.Committee or NgramHead.Selected } => $"costs: {string.Join(", ", Costs)}; they are for one head, not for {Head}; leave them out",
        { Costs: { } costs } when costs.Any(cost => !(cost > 0 && double.IsFinite(cost))) => $"costs: {string.Join(", ", costs)}; each must be positive and finite",
        _ when Ngrams.Problem() is { } problem => $"{problem.Option}: {problem.Message}",
        _ => null,
    };
}
