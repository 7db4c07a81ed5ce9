namespace IndustrialAgents.Experts.Language;

/// <summary>The expert <c>ngram-embedding</c>: answers <c>embed</c> for texts by <see cref="NgramEmbedding"/>, where there is no encoder. Thread-safe.</summary>
public sealed class NgramEmbeddingExpert : IExpert
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "ngram-embedding";

    private readonly NgramEmbedding _embedding;

    private NgramEmbeddingExpert(Manifest manifest, NgramEmbedding embedding) => (Manifest, _embedding) = (manifest, embedding);

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <summary>Makes the expert of a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong.</exception>
    public static NgramEmbeddingExpert Create(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return new NgramEmbeddingExpert(context.Manifest, new NgramEmbedding(context.Options.Read<NgramEmbeddingOptions>()));
        }
        catch (ArgumentException error)
        {
            throw context.Options.Invalid(null, error.Message);
        }
    }

    /// <summary>A manifest of this expert.</summary>
    /// <param name="name">Name of the expert.</param>
    /// <param name="version">Version of the expert.</param>
    /// <param name="options">Its options.</param>
    public static Manifest Describe(string name, string version, NgramEmbeddingOptions options) => new()
    {
        Name = name,
        Version = version,
        Modality = Modality.Language,
        Tasks = [ExpertTask.Embed],
        Inputs = [new ManifestInput { Kind = Modality.Language }],
        Description = "Embeds texts by their spelling.",
        Code = ManifestStep.Of(Use, options),
    };

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var text = request.Find<TextInput>() ?? throw new InvalidRequestException("inputs", $"{Manifest.Id} embeds a text; send one");
        return new ValueTask<ExpertReply>(new ExpertReply(new Embedding(Manifest.Id.ToString(), _embedding.Embed(text.Text))) { Cost = Manifest.Cost.PerRequest });
    }
}
