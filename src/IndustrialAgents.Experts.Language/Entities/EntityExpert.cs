namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// The expert <c>extract</c>: says what a text names, by a tagger fitted to annotated texts. An empty text names nothing. It gives no confidence: a
/// perceptron's scores are no probabilities. Thread-safe.
/// </summary>
public sealed class EntityExpert : IExpert
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "extract";

    /// <summary>Name of the tagger's file in a fitted expert's folder.</summary>
    public const string TaggerFile = "entities.bin";

    private const int MostCharacters = 1 << 24;

    private readonly EntityTagger _tagger;
    private readonly int _maxLength;

    private EntityExpert(Manifest manifest, EntityTagger tagger, int maxLength) => (Manifest, _tagger, _maxLength) = (manifest, tagger, maxLength);

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <summary>Makes the expert of a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is wrong, or the tagger is missing or damaged.</exception>
    public static EntityExpert Create(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<EntityOptions>();
        if (options.MaxLength is < 1 or > MostCharacters)
        {
            throw context.Options.Invalid("maxLength", $"is {options.MaxLength}; it lies between 1 and {MostCharacters}");
        }

        try
        {
            return new EntityExpert(context.Manifest, EntityModelFile.Read(ExpertFiles.Read(context, "tagger", options.Tagger)), options.MaxLength);
        }
        catch (InvalidDataException error)
        {
            throw context.Options.Invalid("tagger", $"'{options.Tagger}': {error.Message}");
        }
    }

    /// <summary>An expert of a tagger, to be saved.</summary>
    /// <param name="id">What it is called.</param>
    /// <param name="tagger">The tagger.</param>
    public static FittedExpert Describe(ExpertId id, EntityTagger tagger)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        var manifest = new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.Language,
            Tasks = [ExpertTask.Extract],
            Inputs = [new ManifestInput { Kind = Modality.Language }],
            Labels = tagger.Classes,
            Description = $"Finds what a text names: {string.Join(", ", tagger.Classes.Take(10))}; averaged structured perceptron.",
            Code = ManifestStep.Of(Use, new EntityOptions()),
        };
        return new FittedExpert(manifest, []) { Attachments = new Dictionary<string, byte[]> { [TaggerFile] = EntityModelFile.Write(tagger) } };
    }

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var text = (request.Find<TextInput>() ?? throw new InvalidRequestException("inputs", $"{Manifest.Id} reads a text; send one")).Text;
        InvalidRequestException.Require(text.Length <= _maxLength, "inputs", $"the text has {text.Length} characters; at most {_maxLength} are read; send it in parts");
        var places = TextTokens.Split(text);
        var spans = _tagger.Find([.. places.Select(place => text[place])]);
        return new ValueTask<ExpertReply>(new ExpertReply(new ExtractedEntities([.. spans.Select(Place)])) { Cost = Manifest.Cost.PerRequest });

        Entity Place(EntitySpan span)
        {
            var (start, end) = (places[span.Start].Start.Value, places[span.End - 1].End.Value);
            return new Entity(span.Class, start, end, text[start..end]);
        }
    }
}
