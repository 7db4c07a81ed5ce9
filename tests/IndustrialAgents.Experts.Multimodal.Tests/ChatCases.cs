namespace IndustrialAgents.Experts.Multimodal.Tests;

/// <summary>Chat experts as most tests need them.</summary>
internal static class ChatCases
{
    public const string Variable = "IA_TEST_CHAT_KEY";
    public const string Key = "sk-not-a-real-key";

    static ChatCases() => Environment.SetEnvironmentVariable(Variable, Key);

    public static ChatExpert Create(string url, Func<ChatOptions, ChatOptions>? change = null, string[]? labels = null, ExpertTask[]? tasks = null)
    {
        var options = new ChatOptions { BaseUrl = url, Model = "vlm", ApiKeyVariable = Variable, RetryDelaySeconds = 0.01, MaxRetryDelaySeconds = 1, TimeoutSeconds = 10 };
        labels ??= ["normal", "leak", "crack"];
        var manifest = new Manifest
        {
            Name = "vision-language",
            Version = "1",
            Modality = Modality.Multimodal,
            Tasks = tasks ?? [ExpertTask.Classify, ExpertTask.Answer],
            Labels = labels,
            Cost = new ExpertCost { PerRequest = 1 },
            Code = ChatExpert.Describe(change?.Invoke(options) ?? options),
        };
        return ChatExpert.Create(new StepContext(manifest, ".", labels, new StepOptions("expert.json", "code", manifest.Code)), TimeProvider.System);
    }

    public static Request Question(SamplingParameters? sampling = null, params RequestInput[] inputs) => new()
    {
        Task = ExpertTask.Answer,
        Inputs = inputs.Length > 0 ? inputs : [new TextInput("what to do?")],
        Parameters = new RequestParameters { Sampling = sampling },
    };
}
