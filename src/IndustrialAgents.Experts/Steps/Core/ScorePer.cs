namespace IndustrialAgents.Experts;

/// <summary>What the step <c>reconstruction</c> scores.</summary>
internal enum ScorePer
{
    /// <summary>The window as a whole.</summary>
    Window,

    /// <summary>Each sample; the window is as anomalous as its worst sample.</summary>
    Sample,
}
