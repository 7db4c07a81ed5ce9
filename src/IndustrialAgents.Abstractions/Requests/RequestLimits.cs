namespace IndustrialAgents;

/// <summary>The largest request that is accepted.</summary>
public sealed record RequestLimits
{
    /// <summary>The limits of a node that was told nothing else.</summary>
    public static RequestLimits Default { get; } = new();

    /// <summary>Number of inputs.</summary>
    public int MaxInputs { get; init; } = 16;

    /// <summary>Characters of one text.</summary>
    public int MaxTextLength { get; init; } = 1 << 20;

    /// <summary>Bytes of one encoded picture.</summary>
    public int MaxImageBytes { get; init; } = 32 << 20;

    /// <summary>Values of one series, all channels together.</summary>
    public int MaxSeriesValues { get; init; } = 1 << 24;

    /// <summary>Channels of one series.</summary>
    public int MaxChannels { get; init; } = 4096;

    /// <summary>Bytes of one tensor.</summary>
    public int MaxTensorBytes { get; init; } = 256 << 20;

    /// <summary>Steps of a forecast.</summary>
    public int MaxHorizon { get; init; } = 10_000;
}
