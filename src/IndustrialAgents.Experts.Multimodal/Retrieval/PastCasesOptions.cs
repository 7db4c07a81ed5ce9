namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Options of the expert <c>past-cases</c>. Paths are relative to the expert's folder.</summary>
public sealed record PastCasesOptions
{
    /// <summary>The experts whose embeddings or class probabilities are the features.</summary>
    public IReadOnlyList<PastCasesMember> Members { get; init; } = [];

    /// <summary>Folder of the joint space, as <see cref="JointSpace.Save"/> wrote it.</summary>
    public string Space { get; init; } = "space";

    /// <summary>File of the <see cref="CaseIndex"/>; another process may add to it.</summary>
    public string Index { get; init; } = "cases.index";

    /// <summary>Cases to return where the request does not say how many.</summary>
    public int Top { get; init; } = 5;

    /// <summary>Longest wait for members in seconds, where the request's deadline is not nearer.</summary>
    public double TimeoutSeconds { get; init; } = 30;
}
