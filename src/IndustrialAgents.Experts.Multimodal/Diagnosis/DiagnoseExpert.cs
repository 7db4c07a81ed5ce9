namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// The expert <c>diagnose</c>: asks the experts of each modality that a request has about one set of failure modes and pools what they say with
/// <see cref="ConflictPool"/>. A modality that is missing is left out; a member that fails or is too slow never fails the whole while another
/// answers. Thread-safe.
/// </summary>
public sealed class DiagnoseExpert : IExpert
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "diagnose";
    private const string Lack = "say nothing about these failure modes";

    private readonly DiagnoseOptions _options;
    private readonly IReadOnlyList<string> _modes;
    private readonly MemberSelector _members;
    private readonly MemberCalls _calls;
    private readonly MisledHistory? _history;

    private DiagnoseExpert(StepContext context, DiagnoseOptions options, IExpertDirectory directory, TimeProvider time)
    {
        Manifest = context.Manifest;
        _options = options;
        _modes = options.FailureModes.Count > 0 ? options.FailureModes : context.Labels;
        _members = new MemberSelector(directory, options, context.Manifest.Id);
        _calls = new MemberCalls(time, options.MaxAbandoned);
        _history = options.MisledMemory > 0 ? new MisledHistory(options.MisledMemory) : null;
    }

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <summary>Makes the expert of a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong.</exception>
    public static DiagnoseExpert Create(StepContext context, IExpertDirectory directory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<DiagnoseOptions>();
        return options.Problem() is { } problem
            ? throw context.Options.Invalid(problem.Option, problem.Message)
            : new DiagnoseExpert(context, options, directory, time);
    }

    /// <summary>A manifest of this expert, ready to be written to a folder of its own.</summary>
    /// <param name="name">Name of the expert.</param>
    /// <param name="version">Version of the expert.</param>
    /// <param name="options">Its options.</param>
    public static Manifest Describe(string name, string version, DiagnoseOptions options) => new()
    {
        Name = name,
        Version = version,
        Modality = Modality.Multimodal,
        Tasks = [ExpertTask.Diagnose],
        Description = "Says which failure mode is behind a window, a picture and a text together.",
        Code = ManifestStep.Of(Use, options),
    };

    /// <inheritdoc/>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var members = _members.Pick(request);
        if (members.Count == 0)
        {
            var missing = string.Join(", ", _members.Missing());
            throw new InvalidRequestException(
                "inputs",
                $"{Manifest.Id} knows no expert on failure modes for {string.Join(", ", request.Inputs.Select(input => input.Modality).Distinct())}"
                + $"{(missing.Length > 0 ? $" ({missing} not known here)" : "")}; send another kind of input, or add an expert whose manifest has failureModes");
        }

        var outcomes = await _calls.AskAsync(members, request, _calls.Wait(request, TimeSpan.FromSeconds(_options.TimeoutSeconds), Manifest.Id), cancellationToken).ConfigureAwait(false);
        return Combine(outcomes, Modes(members));
    }

    private IReadOnlyList<string> Modes(IReadOnlyList<MemberChoice> members) => _modes.Count > 0
        ? _modes
        : [.. members.SelectMany(member => member.Entry.Expert.Manifest.FailureModes.Values).Append(_options.Normal).Distinct().Order(StringComparer.Ordinal)];

    private ExpertReply Combine(IReadOnlyList<MemberOutcome> outcomes, IReadOnlyList<string> modes)
    {
        var evidence = Array.ConvertAll(
            [.. outcomes],
            outcome => outcome.Reply is { } reply ? ModeEvidence.Of(reply.Output, outcome.Choice.Entry.Expert.Manifest.FailureModes, modes, _options.Normal) : null);
        var used = Enumerable.Range(0, outcomes.Count).Where(i => evidence[i] is not null).ToArray();
        if (used.Length == 0)
        {
            throw new ExpertFailedException(Manifest.Id, "no member answered: " + string.Join("; ", outcomes.Select(outcome => $"{outcome.Choice.Entry.Id}: {outcome.WhyUnused(Lack)}")));
        }

        double[][] believed = [.. used.Select(i => outcomes[i].Choice.Member.Believed(evidence[i]!))];
        double[] prior = [.. modes.Select(mode => _options.Prior.GetValueOrDefault(mode, 1))];
        string[] speakers = [.. used.Select(i => outcomes[i].Choice.Member.Expert)];
        double[] fitted = [.. used.Select(i => outcomes[i].Choice.Member.Misled)];
        var conclusion = ConflictPool.Combine(prior, believed, _history?.Shares(speakers, fitted) ?? fitted);
        _history?.Learn(speakers, conclusion.Misled);
        var pooled = new ClassProbabilities(modes, conclusion.Probabilities);

        // What a member counts for here: less where the others show that it misleads.
        var weights = new double[outcomes.Count];
        foreach (var (u, i) in used.Index())
        {
            weights[i] = outcomes[i].Choice.Member.Weight * (1 - conclusion.Misled[u]);
        }

        var total = weights.Sum();
        return new ExpertReply(pooled with { Confidence = pooled.Top().Probability })
        {
            Cost = Manifest.Cost.PerRequest + outcomes.Sum(outcome => outcome.Reply?.Cost ?? 0),
            Parts =
            [
                .. outcomes.Select((outcome, i) => outcome.ToContribution(evidence[i] is not null, total > 0 ? weights[i] / total : 0, Lack)).OrderByDescending(part => part.Weight),
            ],
        };
    }
}
