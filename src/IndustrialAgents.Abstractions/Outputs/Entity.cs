namespace IndustrialAgents;

/// <summary>One thing that a text names, such as a part or a failure. Places count UTF-16 code units of the text as it was sent.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends: the place after its last unit.</param>
/// <param name="Text">What stands there.</param>
public sealed record Entity(string Class, int Start, int End, string Text);
