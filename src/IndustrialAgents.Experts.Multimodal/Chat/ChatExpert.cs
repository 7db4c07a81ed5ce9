using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// The expert <c>chat</c>: a language or vision-language model behind an OpenAI-compatible endpoint. Classify and diagnose are answered with one of the
/// manifest's labels; the confidence is the model's own word and is not calibrated, so let <c>diagnose</c> weigh it. Answer and generate give text. The
/// request leaves this machine for the endpoint: it is for plants that have one, or allow it. Thread-safe.
/// </summary>
public sealed class ChatExpert : IExpert, IDisposable
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
            : context.Labels.Count < 2 && tasks.Any(task => task is ExpertTask.Classify or ExpertTask.Diagnose)
                ? throw context.Options.Invalid(null, "classify and diagnose choose among the manifest's labels; name at least two")
            : new ChatExpert(context, options, time);
    }

    /// <summary>The code part of a manifest of this expert.</summary>
    /// <param name="options">Its options.</param>
    public static ManifestStep Describe(ChatOptions options) => ManifestStep.Of(Use, options);

    /// <inheritdoc/>
    /// <exception cref="DeadlineExceededException">The request's deadline passed.</exception>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        InvalidRequestException.Require(Manifest.Tasks.Contains(request.Task), "task", $"{Manifest.Id} answers {string.Join(", ", Manifest.Tasks)}, not {request.Task}");
        var body = ChatPrompt.Write(request, _options, _labels);
        var reply = await PostAsync(body, Key(), request.Constraints.Deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            var read = ChatReply.Read(reply);
            ExpertOutput output = request.Task is ExpertTask.Classify or ExpertTask.Diagnose ? read.Choose(_labels) : new GeneratedText(read.Text, read.Finish);
            return new ExpertReply(output)
            {
                Cost = Manifest.Cost.PerRequest + (((read.TokensRead * _options.InputPrice) + (read.TokensWritten * _options.OutputPrice)) / 1e6),
            };
        }
        catch (InvalidDataException e)
        {
            throw Failed(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();

    private async Task<byte[]> PostAsync(byte[] body, string? key, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var left = deadline - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            throw new DeadlineExceededException($"{Manifest.Id}: the deadline had passed before the endpoint was asked");
        }

        using var end = new CancellationTokenSource(left ?? Timeout.InfiniteTimeSpan, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            return await _endpoint.PostAsync(body, key, deadline, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException($"{Manifest.Id}: the endpoint had not answered by the deadline");
        }
        catch (BrokenCircuitException e)
        {
            throw new UnavailableException($"{Manifest.Id}: the endpoint {_options.BaseUrl} has failed several times and is left alone for {_options.BreakSeconds} s; see that it runs", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new UnavailableException($"{Manifest.Id}: the endpoint {_options.BaseUrl} did not answer within {_options.TimeoutSeconds} s; see that it runs, or raise timeoutSeconds", e);
        }
        catch (ChatFailure e) when (e.IsPassing)
        {
            var wait = e.RetryAfter is { } after ? $"; it asks to be left alone for {after.TotalSeconds:0} s" : "";
            throw new UnavailableException($"{Manifest.Id}: the endpoint {_options.BaseUrl} is busy or not well: {e.Message}{wait}", e);
        }
        catch (ChatFailure e)
        {
            var remedy = e.Status is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden
                ? $"; check the key in the environment variable {_options.ApiKeyVariable ?? "that apiKeyVariable names"}" : "";
            throw Failed($"the endpoint {_options.BaseUrl} refused: {e.Message}{remedy}", e);
        }
        catch (InvalidDataException e)
        {
            throw Failed($"the endpoint {_options.BaseUrl}: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new UnavailableException($"{Manifest.Id}: the endpoint {_options.BaseUrl} cannot be reached, or cut the connection: {e.Message}", e);
        }
    }

    // Read at each request, so that a key can be changed while the node runs.
    private string? Key() => _options.ApiKeyVariable is not { } name ? null
        : Environment.GetEnvironmentVariable(name) is { Length: > 0 } key ? key
        : throw Failed($"the environment variable {name} with the API key is not set; set it before the node starts");

    private ExpertFailedException Failed(string message, Exception? inner = null) => new(Manifest.Id, message, inner);
}
