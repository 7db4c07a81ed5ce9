using System.Runtime.CompilerServices;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Hosting.Ai;

/// <summary>
/// The experts as language models, for clients that know only those: named like models, with <see cref="Auto"/> for the router. Thread-safe.
/// </summary>
/// <param name="router">Answers and records; every answer but a streamed one of a named expert is a decision of its.</param>
/// <param name="experts">The experts.</param>
public sealed class TextModels(IRouter router, IExpertDirectory experts)
{
    /// <summary>The model that is the router: it picks the experts.</summary>
    public const string Auto = "auto";

    // In the order in which a conversation asks for them.
    private static readonly ExpertTask[] Writing = [ExpertTask.Answer, ExpertTask.Generate, ExpertTask.Plan];

    /// <summary>Experts that write, and those that embed texts.</summary>
    public IEnumerable<ExpertEntry> Models => experts.Experts.Where(entry => TaskOf(entry.Expert.Manifest) is not null || Embeds(entry.Expert.Manifest));

    /// <summary>Finds a model.</summary>
    /// <param name="model">An expert's name or <c>name@version</c>; not <see cref="Auto"/>.</param>
    /// <exception cref="ExpertNotFoundException">There is none of that name that writes or embeds texts.</exception>
    public ExpertEntry Find(string model) => experts.Find(model) is { } entry && (TaskOf(entry.Expert.Manifest) is not null || Embeds(entry.Expert.Manifest))
        ? entry
        : throw new ExpertNotFoundException(model);

    /// <summary>The request to the router for a conversation.</summary>
    /// <param name="model">The model that shall answer.</param>
    /// <param name="draft">What is asked; its task counts only where <paramref name="task"/> says so.</param>
    /// <param name="task">The task; null for the one that fits the model.</param>
    /// <exception cref="ExpertNotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidRequestException">The model does not write.</exception>
    public Request Prepare(string model, Request draft, ExpertTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (model == Auto)
        {
            return draft with { Task = task ?? (experts.Experts.Any(IsReadyToAnswer) ? ExpertTask.Answer : ExpertTask.Generate) };
        }

        var manifest = Find(model).Expert.Manifest;
        return draft with
        {
            Task = task ?? TaskOf(manifest) ?? throw new InvalidRequestException("model", $"{manifest.Id} embeds texts and does not write; send it to /v1/embeddings, or name another"),
            Constraints = draft.Constraints with { Experts = [model] },
        };
    }

    /// <summary>What an answer says as a message: its text, or its output as JSON where that is none; null where it abstains.</summary>
    public static string? ContentOf(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Abstained ? null : (answer.Output as GeneratedText)?.Text ?? JsonSerializer.Serialize(answer.Output, ContractJson.Options);
    }

    /// <summary>Answers a prepared request.</summary>
    public ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken) => router.AskAsync(request, cancellationToken);

    /// <summary>
    /// Answers a prepared request piece by piece. A named expert that streams is asked directly, and no decision is recorded; all others answer through
    /// the router, in one piece.
    /// </summary>
    /// <returns>Pieces of text, and last an update with the whole reply; no reply where the router abstained.</returns>
    public async IAsyncEnumerable<ExpertUpdate> StreamAsync(string model, Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (model != Auto && Find(model) is { Health: ExpertHealth.Ready, Expert: IStreamingExpert { Streams: true } streaming })
        {
            await foreach (var update in streaming.StreamAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        var answer = await router.AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Output is GeneratedText text && !answer.Abstained)
        {
            yield return new ExpertUpdate(text.Text);
        }

        yield return new ExpertUpdate("", new ExpertReply(answer.Output is GeneratedText said ? said : new GeneratedText("", FinishReason.Stop)) { Cost = answer.Cost });
    }

    /// <summary>Embeds texts with one expert, side by side.</summary>
    /// <param name="model">The expert; <see cref="Auto"/> for the first that is ready.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The expert, and a vector for each text.</returns>
    /// <exception cref="ExpertNotFoundException">There is no such expert, or none that embeds.</exception>
    /// <exception cref="InvalidRequestException">The expert does not embed texts.</exception>
    /// <exception cref="ExpertFailedException">It failed, or gave something else than a vector.</exception>
    public async Task<(ExpertId Expert, IReadOnlyList<Embedding> Vectors)> EmbedAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var entry = model == Auto
            ? experts.Experts.FirstOrDefault(own => own.Health == ExpertHealth.Ready && Embeds(own.Expert.Manifest)) ?? throw new ExpertNotFoundException("an expert that embeds texts")
            : Find(model);
        if (!Embeds(entry.Expert.Manifest))
        {
            throw new InvalidRequestException("model", $"{entry.Id} does not embed texts; name one whose tasks have embed");
        }

        var vectors = new Embedding[texts.Count];
        await Parallel.ForAsync(0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = 64 }, async (i, token) =>
        {
            var reply = await entry.Expert.AskAsync(new Request { Task = ExpertTask.Embed, Inputs = [new TextInput(texts[i])] }, token).ConfigureAwait(false);
            vectors[i] = reply.Output as Embedding ?? throw new ExpertFailedException(entry.Id, $"answered with {reply.Output.GetType().Name}, not with a vector");
        }).ConfigureAwait(false);
        return (entry.Id, vectors);
    }

    private static ExpertTask? TaskOf(Manifest manifest) => ReadsText(manifest) && Array.FindIndex(Writing, manifest.Tasks.Contains) is var found and >= 0 ? Writing[found] : null;

    private static bool Embeds(Manifest manifest) => manifest.Tasks.Contains(ExpertTask.Embed) && ReadsText(manifest);

    // An expert in code may leave its inputs open.
    private static bool ReadsText(Manifest manifest) => manifest.Inputs.Count == 0 ? manifest.Modality is Modality.Language or Modality.Multimodal : manifest.Inputs.Any(input => input.Kind == Modality.Language);

    private static bool IsReadyToAnswer(ExpertEntry entry) =>
        entry.Health == ExpertHealth.Ready && entry.Expert.Manifest.Tasks.Contains(ExpertTask.Answer) && ReadsText(entry.Expert.Manifest);
}
