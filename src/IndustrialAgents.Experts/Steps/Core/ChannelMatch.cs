namespace IndustrialAgents.Experts;

/// <summary>How the step <c>window</c> finds the model's channels in a series.</summary>
internal enum ChannelMatch
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>In the order they come; the number must be the same.</summary>
    Position,
}
