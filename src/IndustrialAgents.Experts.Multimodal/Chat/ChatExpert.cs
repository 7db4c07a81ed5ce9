using System.Runtime.CompilerServices;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// The expert <c>chat</c>: a language or vision-language model behind an OpenAI-compatible endpoint. Classify and diagnose are answered with one of the
/// manifest's labels; the confidence is the model's own word and is not calibrated, so let <c>diagnose</c> weigh it. Answer and generate give text, piece by
/// piece where the caller wants it so. The request leaves this machine for the endpoint: it is for plants that have one, or allow it. Thread-safe.
/// </summary>
public sealed class ChatExpert : IStreamingExpert, IDisposable
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "chat";

    private static readonly ExpertTask[] Known = [ExpertTask.Classify, ExpertTask.Diagnose, ExpertTask.Answer, ExpertTask.Generate];

    private readonly ChatOptions _options;
    private readonly IReadOnlyList<string> _labels;
    private readonly ChatEndpoint _endpoint;
    private readonly TimeProvider _time;

    private ChatExpert(StepContext context, ChatOptions options, TimeProvider time)
    {
        Manifest = context.Manifest;
        (_options, _labels, _time) = (options, context.Labels, time);
        _endpoint = new ChatEndpoint(options, time);
    }

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <inheritdoc/>
    public bool Streams => Manifest.Tasks.Any(Writes);

    /// <summary>Makes the expert of a manifest. The endpoint is not asked.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong, a task is none that a chat model answers, or labels are missing.</exception>
    public static ChatExpert Create(StepContext context, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<ChatOptions>();
        if (options.Problem() is { } problem)
        {
            throw context.Options.Invalid(problem.Option, problem.Message);
        }

        var tasks = context.Manifest.Tasks;
        return tasks.Except(Known).Any() ? throw context.Options.Invalid(null, $"a chat model answers {string.Join(", ", Known)}; the manifest's tasks are {string.Join(", ", tasks)}")
            : context.Labels.Count < 2 && !tasks.All(Writes)
                ? throw context.Options.Invalid(null, "classify and diagnose choose among the manifest's labels; name at least two")
            : new ChatExpert(context, options, time);
    }

    /// <summary>The code part of a manifest of this expert.</summary>
    /// <param name="options">Its options.</param>
    public static ManifestStep Describe(ChatOptions options) => ManifestStep.Of(Use, options);

    /// <inheritdoc/>
    /// <exception cref="DeadlineExceededException">The request's deadline passed.</exception>
    /// <exception cref="UnavailableException">The endpoint is not there, not well, busy, or cut its reply off.</exception>
    /// <exception cref="OverloadedException">Too many requests wait for the endpoint.</exception>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        Check(request, cancellationToken);
        var body = ChatPrompt.Write(request, _options, Writes(request.Task) ? [] : _labels);
        using var call = new ChatCall(Manifest.Id, _options, request.Constraints.Deadline, _time, cancellationToken);
        var key = Key();
        var bytes = await call.RunAsync(token => _endpoint.PostAsync(body, key, request.Constraints.Deadline, token)).ConfigureAwait(false);
        return Interpret(() => ChatReply.Read(bytes), request);
    }

    /// <inheritdoc/>
    /// <remarks>A class, or a text that is chosen, is given whole: it is checked first.</remarks>
    public async IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check(request, cancellationToken);
        if (!Writes(request.Task) || request.Parameters.Sampling is { Choices.Count: > 0 })
        {
            var whole = await AskAsync(request, cancellationToken).ConfigureAwait(false);
            if (whole.Output is GeneratedText { Text.Length: > 0 } text)
            {
                yield return new ExpertUpdate(text.Text);
            }

            yield return new ExpertUpdate("", whole);
            yield break;
        }

        var body = ChatPrompt.Write(request, _options, [], streams: true);
        using var call = new ChatCall(Manifest.Id, _options, request.Constraints.Deadline, _time, cancellationToken);
        var key = Key();
        var stream = await call.RunAsync(token => _endpoint.OpenAsync(body, key, request.Constraints.Deadline, token)).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await call.RunAsync(_ => stream.NextAsync()).ConfigureAwait(false) is { } piece)
            {
                yield return new ExpertUpdate(piece);
            }

            yield return new ExpertUpdate("", Interpret(stream.Reply, request));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();

    private static bool Writes(ExpertTask task) => task is ExpertTask.Answer or ExpertTask.Generate;

    private void Check(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        InvalidRequestException.Require(Manifest.Tasks.Contains(request.Task), "task", $"{Manifest.Id} answers {string.Join(", ", Manifest.Tasks)}, not {request.Task}");
    }

    private ExpertReply Interpret(Func<ChatReply> read, Request request)
    {
        try
        {
            var reply = read();
            return new ExpertReply(Writes(request.Task) ? reply.Write(request.Parameters.Sampling) : reply.Choose(_labels))
            {
                Cost = Manifest.Cost.PerRequest + ((((reply.Usage.TokensRead ?? 0) * _options.InputPrice) + ((reply.Usage.TokensWritten ?? 0) * _options.OutputPrice)) / 1e6),
            };
        }
        catch (InvalidDataException e)
        {
            throw new ExpertFailedException(Manifest.Id, e.Message, e);
        }
    }

    // Read at each request, so that a key can be changed while the node runs.
    private string? Key() => _options.ApiKeyVariable is not { } name ? null
        : Environment.GetEnvironmentVariable(name) is { Length: > 0 } key ? key
        : throw new ExpertFailedException(Manifest.Id, $"the environment variable {name} with the API key is not set; set it before the node starts");
}
