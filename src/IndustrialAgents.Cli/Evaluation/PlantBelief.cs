using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>How far the experts of one kind of machine are believed, by the word for their modality, and about how many past cases bear on it.</summary>
internal sealed record PlantBelief(IReadOnlyDictionary<string, MemberCalibration> Calibrations, IReadOnlyDictionary<string, double> Shares, double Memory);
