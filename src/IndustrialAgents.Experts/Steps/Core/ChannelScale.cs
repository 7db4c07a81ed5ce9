namespace IndustrialAgents.Experts;

/// <summary>
/// How one channel is scaled for a model: <c>min</c> and <c>max</c> map to 0 and 1; <c>mean</c> and <c>std</c> to 0 and 1 standard deviation.
/// Give one of the pairs.
/// </summary>
internal sealed record ChannelScale
{
    public double? Min { get; init; }

    public double? Max { get; init; }

    public double? Mean { get; init; }

    public double? Std { get; init; }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Fault => (Min, Max, Mean, Std) switch
    {
        ({ } min, { } max, null, null) => double.IsFinite(min) && double.IsFinite(max) && min < max ? null : $"min {min} and max {max}; min must be below max",
        (null, null, { } mean, { } std) => double.IsFinite(mean) && std > 0 && double.IsFinite(std) ? null : $"mean {mean} and std {std}; std must be positive",
        _ => "give either min and max, or mean and std",
    };

    /// <summary>What is taken off, and what the rest is divided by.</summary>
    public (double Offset, double Width) Line => Min is { } min ? (min, Max!.Value - min) : (Mean!.Value, Std!.Value);
}
