namespace IndustrialAgents.Experts.Language;

/// <summary>How a classifier on an encoder's vectors is fitted and what it is called. Immutable and thread-safe.</summary>
public sealed record EncoderClassifierOptions
{
    /// <summary>Name of the expert.</summary>
    public string Name { get; init; } = "text-classifier";

    /// <summary>Version of the expert.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Maps a label to the failure mode it speaks for; empty where it speaks for none.</summary>
    public IReadOnlyDictionary<string, string> FailureModes { get; init; } = new Dictionary<string, string>();

    /// <summary>Parts that are held out in turn, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed that draws the parts.</summary>
    public int Seed { get; init; } = 1;
}
