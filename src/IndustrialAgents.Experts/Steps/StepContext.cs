namespace IndustrialAgents.Experts;

/// <summary>What a step may know of its expert when it is made.</summary>
/// <param name="Manifest">The expert's manifest.</param>
/// <param name="Folder">The folder that holds the expert's files.</param>
/// <param name="Labels">The labels, from the manifest or its labels file.</param>
/// <param name="Options">The step's own options.</param>
public sealed record StepContext(Manifest Manifest, string Folder, IReadOnlyList<string> Labels, StepOptions Options);
