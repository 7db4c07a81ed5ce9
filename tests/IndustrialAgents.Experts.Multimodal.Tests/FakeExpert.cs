namespace IndustrialAgents.Experts.Multimodal.Tests;

/// <summary>An expert that replies as it is told.</summary>
internal sealed class FakeExpert(Manifest manifest, Func<Request, CancellationToken, ValueTask<ExpertReply>> reply) : IExpert
{
    public Manifest Manifest => manifest;

    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => reply(request, cancellationToken);

    /// <summary>An expert of one modality that says the same about everything; its labels speak for the modes of the same name.</summary>
    public static FakeExpert Saying(string name, Modality modality, ExpertOutput output, Dictionary<string, string>? failureModes = null) => Doing(
        name, modality, (_, _) => ValueTask.FromResult(new ExpertReply(output) { Cost = 1, ModelHash = new string('a', 64) }), failureModes ?? Same(output));

    public static FakeExpert Doing(
        string name, Modality modality, Func<Request, CancellationToken, ValueTask<ExpertReply>> reply, Dictionary<string, string>? failureModes = null) => new(
        new Manifest
        {
            Name = name,
            Version = "1",
            Modality = modality,
            Tasks = [modality == Modality.TimeSeries ? ExpertTask.Detect : ExpertTask.Classify],
            FailureModes = failureModes ?? new Dictionary<string, string> { ["leak"] = "leak" },
        },
        reply);

    public static ClassProbabilities Classes(params (string Label, double Probability)[] classes) =>
        new([.. classes.Select(c => c.Label)], classes.Select(c => c.Probability).ToArray());

    private static Dictionary<string, string> Same(ExpertOutput output) =>
        output is ClassProbabilities classes ? classes.Labels.ToDictionary(label => label) : new Dictionary<string, string> { ["anomaly"] = "fault" };
}
