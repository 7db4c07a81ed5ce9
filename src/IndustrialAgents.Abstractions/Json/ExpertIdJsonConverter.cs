namespace IndustrialAgents.Json;

/// <summary>Writes an expert's id as <c>name@version</c>.</summary>
public sealed class ExpertIdJsonConverter() : WordJsonConverter<ExpertId>(ExpertId.TryParse, "an expert is written name@version");
