using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// The expert <c>past-cases</c>: answers <see cref="ExpertTask.Retrieve"/> with past cases like the one in the request, by whichever modalities the
/// request has. It asks an expert of each modality (<see cref="ExpertTask.Embed"/>, else <see cref="ExpertTask.Classify"/>), takes what they say into a
/// <see cref="JointSpace"/> and searches a <see cref="CaseIndex"/>. Thread-safe.
/// </summary>
public sealed class PastCasesExpert : IExpert, IDisposable
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "past-cases";
    private const string Lack = "are no features of this space";

    private const int MaxAbandoned = 16;

    private readonly PastCasesOptions _options;
    private readonly IExpertDirectory _directory;
    private readonly JointSpace _space;
    private readonly CaseIndex _index;
    private readonly MemberCalls _calls;

    private PastCasesExpert(Manifest manifest, PastCasesOptions options, IExpertDirectory directory, JointSpace space, CaseIndex index, TimeProvider time)
    {
        Manifest = manifest;
        (_options, _directory, _space, _index) = (options, directory, space, index);
        _calls = new MemberCalls(time, MaxAbandoned);
    }

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <summary>Makes the expert of a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong, or the space or index cannot be read.</exception>
    public static PastCasesExpert Create(StepContext context, IExpertDirectory directory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<PastCasesOptions>();
        if (options.Members.Count == 0 || options.Members.Select(member => member.Modality).Distinct().Count() != options.Members.Count)
        {
            throw context.Options.Invalid("members", "name at least one expert, each with a modality of its own");
        }

        if (options.Top < 1 || options.TimeoutSeconds is not (> 0 and <= 86400))
        {
            throw context.Options.Invalid("top", $"top is {options.Top} and timeoutSeconds {options.TimeoutSeconds}; at least 1, and above 0 up to 86400");
        }

        try
        {
            var space = JointSpace.Load(Path.Combine(context.Folder, options.Space));
            return options.Members.FirstOrDefault(member => !space.Modalities.Contains(member.Modality)) is { } stranger
                ? throw context.Options.Invalid("members", $"the space has no modality '{stranger.Modality}'; it has {string.Join(", ", space.Modalities)}")
                : new PastCasesExpert(context.Manifest, options, directory, space, CaseIndex.OpenRead(Path.Combine(context.Folder, options.Index), space.Dimension), time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CorruptGraphException or InvalidDataException)
        {
            throw context.Options.Invalid("space, index", e.Message);
        }
    }

    /// <summary>A manifest of this expert, ready to be written to a folder of its own.</summary>
    /// <param name="name">Name of the expert.</param>
    /// <param name="version">Version of the expert.</param>
    /// <param name="options">Its options.</param>
    public static Manifest Describe(string name, string version, PastCasesOptions options) => new()
    {
        Name = name,
        Version = version,
        Modality = Modality.Multimodal,
        Tasks = [ExpertTask.Retrieve],
        Description = "Finds past cases like the one that a window, a picture and a text tell of.",
        Code = ManifestStep.Of(Use, options),
    };

    /// <inheritdoc/>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var (outcomes, features) = await FeaturesAsync(request, cancellationToken).ConfigureAwait(false);
        if (features.Count == 0)
        {
            throw new ExpertFailedException(Manifest.Id, "no member answered: " + string.Join("; ", outcomes.Select(outcome => $"{outcome.Choice.Entry.Id}: {outcome.WhyUnused(Lack)}")));
        }

        try
        {
            _index.Refresh();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ExpertFailedException(Manifest.Id, e.Message, e);
        }

        var hits = _index.Search(_space.Embed(features), request.Parameters.Top ?? _options.Top);
        return new ExpertReply(new Passages([.. hits.Select(hit => new Passage(hit.Case.Id, Text(hit.Case), hit.Score, hit.Case.Asset.Length > 0 ? hit.Case.Asset : null))]))
        {
            Cost = Manifest.Cost.PerRequest + outcomes.Sum(outcome => outcome.Reply?.Cost ?? 0),
            Parts = [.. outcomes.Select(outcome => Part(outcome, features))],
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private async Task<(IReadOnlyList<MemberOutcome> Outcomes, Dictionary<string, float[]> Features)> FeaturesAsync(Request request, CancellationToken cancellationToken)
    {
        var members = new List<MemberChoice>();
        foreach (var entry in _options.Members.Select(member => _directory.Find(member.Expert)).OfType<ExpertEntry>())
        {
            var manifest = entry.Expert.Manifest;
            var task = manifest.Tasks.Contains(ExpertTask.Embed) ? ExpertTask.Embed : ExpertTask.Classify;
            if (manifest.Id != Manifest.Id && entry.Health == ExpertHealth.Ready && manifest.Tasks.Contains(task) && MemberSelector.CanAnswer(manifest, request))
            {
                members.Add(new MemberChoice(entry, task, new DiagnoseMember(entry.Expert.Manifest.Name)));
            }
        }

        if (members.Count == 0)
        {
            throw new InvalidRequestException(
                "inputs",
                $"{Manifest.Id} knows no expert for {string.Join(", ", request.Inputs.Select(input => input.Modality).Distinct())}; "
                + $"send what one of {string.Join(", ", _options.Members.Select(member => member.Expert))} takes");
        }

        var outcomes = await _calls.AskAsync(members, request, _calls.Wait(request, TimeSpan.FromSeconds(_options.TimeoutSeconds), Manifest.Id), cancellationToken).ConfigureAwait(false);
        var features = new Dictionary<string, float[]>();
        foreach (var outcome in outcomes)
        {
            var modality = ModalityOf(outcome);
            if (outcome.Reply is { } reply && CaseFeatures.Of(reply.Output) is { } values && values.Length == _space.Width(modality) && Array.TrueForAll(values, float.IsFinite))
            {
                features[modality] = values;
            }
        }

        return (outcomes, features);
    }

    private string ModalityOf(MemberOutcome outcome) =>
        _options.Members.First(member => _directory.Find(member.Expert)?.Id == outcome.Choice.Entry.Id).Modality;

    private static string Text(PastCase past) => past.Mode.Length == 0 ? past.Text : past.Text.Length == 0 ? past.Mode : $"{past.Mode}: {past.Text}";

    private Contribution Part(MemberOutcome outcome, Dictionary<string, float[]> features)
    {
        var used = features.ContainsKey(ModalityOf(outcome));
        return outcome.ToContribution(used, used ? 1.0 / features.Count : 0, Lack);
    }
}
