namespace IndustrialAgents.Experts.Language;

/// <summary>Process plans of capp_gpt (HelgeS/capp-gpt-serve) against those of the official runtime.</summary>
public static class CappEvaluation
{
    private const string VocabularyFile = "token_mappings.json";
    private static readonly string[] Begin = ["<SOS>"];
    private static readonly string[] End = ["<EOS>"];

    /// <summary>Plans the reference's parts greedily.</summary>
    /// <param name="data">Folder that holds <c>models/capp_gpt</c>, beside <c>reference</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">A file is missing or of another form.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using var reference = ReferenceOutputs.Read(data, "capp_gpt", "cases");
        using var expert = new LoadedExpert(Read(data));
        var (equal, all, cases) = (0, 0, reference.RootElement.GetProperty("cases"));
        foreach (var part in cases.EnumerateArray())
        {
            progress.Report($"plan {all + 1}");
            var features = part.GetProperty("prompt_tokens").EnumerateArray().Select(token => token.GetString()).Where(token => token != "<SOS>");
            var expected = ReferenceOutputs.Ids(part.GetProperty("greedy_ids"));
            var plan = await expert.WriteAsync(ExpertTask.Plan, string.Join(", ", features), 64, cancellationToken).ConfigureAwait(false);

            // The last of the reference is the one that ends the plan, which is no part of it.
            equal += ReferenceOutputs.Equal(expected, plan.TokenIds) + (plan.Finish == FinishReason.Stop && plan.TokenIds.Count == expected.Length - 1 ? 1 : 0);
            all += expected.Length;
        }

        return
        [
            new Figure("capp/greedy/match", (double)equal / Math.Max(1, all), "", $"share of {all} tokens of {cases.GetArrayLength()} plans that are the reference's at their places; greedy, nothing trained", "onnxruntime-node 1.30.0: 1"),
        ];
    }

    private static FittedExpert Read(string data)
    {
        var folder = Path.Combine(data, "models", "capp_gpt");
        var manifest = new Manifest
        {
            Name = "capp_gpt",
            Version = "1.0",
            Modality = Modality.Language,
            Tasks = [ExpertTask.Plan],
            Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("tokens", new { vocabulary = VocabularyFile, suffix = Begin }) }],
            Output = ManifestStep.Of("generate", new { vocabulary = VocabularyFile, end = End, maxTokens = 64, maxLength = 512 }),
        };
        return new FittedExpert(manifest, EvaluationFile.Read(File.ReadAllBytes, folder, "model.onnx"))
        {
            Attachments = new Dictionary<string, byte[]> { [VocabularyFile] = EvaluationFile.Read(File.ReadAllBytes, folder, VocabularyFile) },
        };
    }
}
