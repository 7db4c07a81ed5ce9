namespace PumpRules;

/// <summary>The options of <see cref="PressureLimits"/> in a manifest.</summary>
public sealed record PressureLimitsOptions
{
    /// <summary>Name of the channel with the pressure.</summary>
    public string Channel { get; init; } = "pressure";

    /// <summary>Pressures below it are too low, in the channel's unit.</summary>
    public required float Low { get; init; }

    /// <summary>Pressures above it are too high, in the channel's unit.</summary>
    public required float High { get; init; }
}
