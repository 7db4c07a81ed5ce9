using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// The expert <c>knowledge</c>: finds passages of a plant's documents (<c>retrieve</c>) and answers by computing over a table or quoting a passage (<c>answer</c>), or says that the documents
/// do not hold the answer. What a document says is quoted and never followed. Thread-safe.
/// </summary>
public sealed class KnowledgeExpert : IDocumentExpert, IResidentExpert, IAsyncDisposable, IDisposable
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "knowledge";

    private readonly KnowledgeOptions _options;
    private readonly KnowledgeStore _store;
    private readonly KnowledgeIndex _index;
    private readonly KnowledgeDocuments _documents;
    private readonly string? _folder;
    private readonly TimeProvider _time;
    private readonly TextEncoder? _encoder;
    private readonly MeaningSearch _search;
    private readonly AnswerWriter? _writer;
    private WatchedFolder? _watched;
    private EncodingLoop? _encoding;

    private KnowledgeExpert(Manifest manifest, KnowledgeOptions options, KnowledgeStore store, string? folder, IExpertDirectory directory, TimeProvider time)
    {
        (Manifest, _options, _store, _index, _folder, _time) = (manifest, options, store, new KnowledgeIndex(store), folder, time);
        _encoder = options.Encoder is { } encoder ? new TextEncoder(manifest.Id, new NamedExpert(manifest.Id, "encoder", encoder, ExpertTask.Embed, directory, time)) : null;
        _search = new MeaningSearch(options, _index, _encoder, time);
        _documents = new KnowledgeDocuments(manifest.Id, options, store, _search, folder);
        _writer = options.Writer is { } writer ? new AnswerWriter(manifest, options, new NamedExpert(manifest.Id, "writer", writer, ExpertTask.Generate, directory, time), time) : null;
    }

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <inheritdoc/>
    public IDocumentCollection Documents => _documents;

    /// <summary>Makes the expert of a manifest and opens its file of documents.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong, a task is none it answers, or the file is damaged.</exception>
    public static KnowledgeExpert Create(StepContext context, IExpertDirectory directory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<KnowledgeOptions>();
        if (options.Problem() is { } problem)
        {
            throw context.Options.Invalid(problem.Option, problem.Message);
        }

        if (context.Manifest.Tasks.Any(task => task is not (ExpertTask.Retrieve or ExpertTask.Answer)))
        {
            throw context.Options.Invalid(null, $"it answers retrieve and answer; the manifest's tasks are {string.Join(", ", context.Manifest.Tasks)}");
        }

        if (options.Writer is { } writer)
        {
            NamedExpert.Require(context, "writer", writer, ExpertTask.Generate);
        }

        if (options.Encoder is { } encoder)
        {
            NamedExpert.Require(context, "encoder", encoder, ExpertTask.Embed);
        }

        var file = Path.Combine(context.Folder, options.File);
        string? folder = null;
        if (options.Folder is { } watched)
        {
            folder = WatchedFolder.Resolve(watched, context.Folder, file, out var wrong);
            context.Options.Require(wrong is null, "folder", wrong ?? "");
        }

        try
        {
            return new KnowledgeExpert(context.Manifest, options, KnowledgeStore.Open(file), folder, directory, time);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw context.Options.Invalid("file", e.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        InvalidRequestException.Require(Manifest.Tasks.Contains(request.Task), "task", $"{Manifest.Id} answers {string.Join(", ", Manifest.Tasks)}, not {request.Task}");
        var question = request.Inputs.OfType<TextInput>().LastOrDefault(text => text.Role is null or ChatRole.User)?.Text
            ?? throw new InvalidRequestException("inputs", "has no text; give the question as one");
        try
        {
            if (request.Task == ExpertTask.Answer && Computed(question, request.Asset) is { } computed)
            {
                return new ExpertReply(computed) { Cost = Manifest.Cost.PerRequest };
            }

            var (hits, encoding) = await _search.SearchAsync(request, question, refresh: request.Task != ExpertTask.Answer, cancellationToken).ConfigureAwait(false);
            var reply = request.Task == ExpertTask.Retrieve
                ? new ExpertReply(new Passages([.. hits.Select(hit => hit.ToPassage())])) { Cost = Manifest.Cost.PerRequest }
                : await AnswerAsync(request, question, hits, cancellationToken).ConfigureAwait(false);
            return encoding is null ? reply : reply with { Cost = reply.Cost + encoding.Cost, Parts = [encoding, .. reply.Parts] };
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ExpertFailedException(Manifest.Id, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Start(ILogger logger)
    {
        if (_encoder is not null)
        {
            _encoding ??= new EncodingLoop(new PassageEncoder(_store, _index, _options.Tenant, _encoder, logger), _time);
        }

        if (_folder is not null)
        {
            _watched ??= new WatchedFolder(_folder, new FolderDocuments(_folder, _options.AssetFromFolder, _options.Tenant, _store, logger), _time, logger);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_encoding is { } encoding)
        {
            await encoding.DisposeAsync().ConfigureAwait(false);
        }

        if (_watched is { } watched)
        {
            await watched.DisposeAsync().ConfigureAwait(false);
        }

        _documents.Dispose();
        _index.Dispose();
        _store.Dispose();
    }

    private async ValueTask<ExpertReply> AnswerAsync(Request request, string question, IReadOnlyList<KnowledgeHit> hits, CancellationToken cancellationToken)
    {
        var quoted = ExtractiveAnswer.Write(question, hits, _index.EvidenceLevel(_options.Tenant, refresh: false));
        return _writer is not null && quoted.Citations.Count > 0
            ? await _writer.WriteAsync(request, question, hits, quoted, cancellationToken).ConfigureAwait(false)
            : new ExpertReply(quoted) { Cost = Manifest.Cost.PerRequest };
    }

    // A computation that no row supports, or that names what no row holds, is declined rather than answered from a passage.
    private GeneratedText? Computed(string question, AssetPath? asset)
    {
        var answer = _index.Compute(_options.Tenant, question, asset, out var unknown);
        return answer is { Rows.Count: > 0 } ? new GeneratedText(answer.Text, FinishReason.Stop) { Confidence = answer.Query.Conditions.Any(condition => condition.Relation == "has") ? 0.7 : 0.9 }
            : answer is not null ? new GeneratedText($"This is not in the documents: {answer.Text}", FinishReason.Stop) { Confidence = 0 }
            : unknown is not null ? new GeneratedText($"This is not in the documents: no table has '{unknown}', so nothing was computed.", FinishReason.Stop) { Confidence = 0 }
            : null;
    }
}
