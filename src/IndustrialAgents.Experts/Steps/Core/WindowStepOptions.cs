namespace IndustrialAgents.Experts;

/// <summary>Options of the input step <c>window</c>.</summary>
internal sealed record WindowStepOptions
{
    /// <summary>The model's input; by default the first that has nothing yet.</summary>
    public string? Input { get; init; }

    /// <summary>Samples taken from the end of the series; null takes all.</summary>
    public int? Length { get; init; }

    /// <summary>Least samples that the series must have, where <see cref="Length"/> is null.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The model's channels in its order; empty takes the series' as they are.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whether channels are found by name, or taken in the order they come.</summary>
    public ChannelMatch Match { get; init; }

    /// <summary>How the window lies in the tensor.</summary>
    public WindowLayout Layout { get; init; }

    /// <summary>One scale for all channels, or one for each; empty leaves values as they are.</summary>
    public IReadOnlyList<ChannelScale> Scale { get; init; } = [];

    /// <summary>What becomes of bad samples.</summary>
    public BadSamples Bad { get; init; }

    /// <summary>Further input of the model, with where in each cycle the first sample after the window lies; null where it takes none.</summary>
    public CalendarOptions? Calendar { get; init; }
}
