namespace IndustrialAgents;

public static partial class RequestValidation
{
    private const int MaxStops = 64;
    private const int MaxChoices = 4096;
    private const int MaxSchemaLength = 1 << 18;

    private static void ValidateSampling(SamplingParameters sampling)
    {
        Require(sampling.Temperature is null or (>= 0 and <= 100), "parameters.sampling.temperature", $"{sampling.Temperature}; it must lie between 0 and 100");
        Require(sampling.TopK is null or > 0, "parameters.sampling.topK", $"{sampling.TopK} tokens; it must be positive");
        Require(sampling.TopP is null or (> 0 and <= 1), "parameters.sampling.topP", $"{sampling.TopP}; it must be above 0 and at most 1");
        Require(sampling.MinP is null or (>= 0 and <= 1), "parameters.sampling.minP", $"{sampling.MinP}; it must lie between 0 and 1");
        Require(
            sampling.RepetitionPenalty is null or (>= 0.1 and <= 10),
            "parameters.sampling.repetitionPenalty",
            $"{sampling.RepetitionPenalty}; it must lie between 0.1 and 10, and 1 is none");
        ValidateTexts(sampling.Stop, MaxStops, "stop");
        ValidateTexts(sampling.Choices, MaxChoices, "choices");
        Require(
            sampling.JsonSchema is null or { Length: > 0 and <= MaxSchemaLength },
            "parameters.sampling.jsonSchema",
            $"{sampling.JsonSchema?.Length} characters; it must have 1 to {MaxSchemaLength}");
        Require(sampling.JsonSchema is null || sampling.Choices.Count == 0, "parameters.sampling", "has choices and a jsonSchema; give one of them");
    }

    private static void ValidateTexts(IReadOnlyList<string>? texts, int most, string field)
    {
        Require(texts is not null, $"parameters.sampling.{field}", "is null; leave it out for none");
        Require(texts!.Count <= most, $"parameters.sampling.{field}", $"{texts.Count} texts; at most {most} are accepted");
        for (var i = 0; i < texts.Count; i++)
        {
            Require(!string.IsNullOrEmpty(texts[i]), $"parameters.sampling.{field}[{i}]", "is empty");
        }
    }
}
