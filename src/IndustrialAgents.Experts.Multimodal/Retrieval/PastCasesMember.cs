namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One expert that <c>past-cases</c> asks.</summary>
/// <param name="Expert">Its name, or <c>name@version</c>.</param>
/// <param name="Modality">What the joint space calls its features.</param>
public sealed record PastCasesMember(string Expert, string Modality);
