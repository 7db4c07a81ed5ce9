using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>How far the experts of one kind of machine are believed, by the word for their modality.</summary>
internal sealed record PlantBelief(IReadOnlyDictionary<string, MemberCalibration> Calibrations, IReadOnlyDictionary<string, double> Shares);
