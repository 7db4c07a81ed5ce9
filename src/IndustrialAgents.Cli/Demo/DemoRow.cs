namespace IndustrialAgents.Cli.Demo;

/// <summary>One row of an asset's sensors with what was really the matter.</summary>
/// <param name="Time">Time of the row.</param>
/// <param name="Values">One value a channel.</param>
/// <param name="Truth">The failure mode, or <c>normal</c>.</param>
internal readonly record struct DemoRow(DateTimeOffset Time, ReadOnlyMemory<float> Values, string Truth)
{
    /// <summary>The word for no failure.</summary>
    public const string Normal = "normal";

    /// <summary>Whether something was the matter.</summary>
    public bool IsFault => Truth != Normal;
}
