namespace IndustrialAgents.Experts.Language.StructuredText;

/// <summary>
/// The expert <c>structured-text</c>: programs for controllers (IEC 61131-3, structured text) by another expert that writes, never returned unchecked.
/// What it writes is parsed; errors go back to it for a bounded number of repairs; the answer's <see cref="GeneratedText.Check"/> says whether the last
/// attempt is valid, and its confidence is 0 where it is not. Valid means grammar and declared names, not that the program does what was asked.
/// Thread-safe.
/// </summary>
public sealed class StructuredTextExpert : IExpert
{
    /// <summary>Name by which manifests choose it.</summary>
    public const string Use = "structured-text";

    /// <summary>How the checked language is called.</summary>
    public const string Language = "IEC 61131-3 ST";

    private const int MaxShownProblems = 10;

    private const string DefaultInstruction =
        "You write programs for industrial controllers in IEC 61131-3 structured text. Reply with one complete unit (PROGRAM, FUNCTION_BLOCK or FUNCTION, with "
        + "the TYPEs it needs) in one code block and nothing else. Declare every variable.";

    private readonly StructuredTextOptions _options;
    private readonly NamedExpert _writer;
    private readonly TimeProvider _time;

    private StructuredTextExpert(Manifest manifest, StructuredTextOptions options, IExpertDirectory directory, TimeProvider time) =>
        (Manifest, _options, _writer, _time) = (manifest, options, new NamedExpert(manifest.Id, "writer", options.Writer, ExpertTask.Generate, directory, time), time);

    /// <inheritdoc/>
    public Manifest Manifest { get; }

    /// <summary>Makes the expert of a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown or wrong.</exception>
    public static StructuredTextExpert Create(StepContext context, IExpertDirectory directory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<StructuredTextOptions>();
        NamedExpert.Require(context, "writer", options.Writer, ExpertTask.Generate);
        return options.Repairs is < 0 or > 10 ? throw context.Options.Invalid("repairs", $"is {options.Repairs}; it lies between 0 and 10")
            : options.TimeoutSeconds is not (> 0 and <= 86400) ? throw context.Options.Invalid("timeoutSeconds", $"is {options.TimeoutSeconds}; it lies above 0 and up to 86400")
            : new StructuredTextExpert(context.Manifest, options, directory, time);
    }

    /// <summary>The code part of a manifest of this expert.</summary>
    /// <param name="options">Its options.</param>
    public static ManifestStep Describe(StructuredTextOptions options) => ManifestStep.Of(Use, options);

    /// <inheritdoc/>
    /// <exception cref="DeadlineExceededException">The deadline passed before there was a first text.</exception>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var writer = _writer.Find();
        var started = _time.GetTimestamp();
        var wait = _writer.Wait(request, _options.TimeoutSeconds);
        using var timeout = new CancellationTokenSource(wait, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        List<RequestInput> turns = [new TextInput(_options.Instruction ?? DefaultInstruction) { Role = ChatRole.System }, .. request.Inputs];
        var (cost, read) = (0.0, 0);
        (ExpertReply Reply, GeneratedText Text)? last = null;
        for (var attempt = 0; attempt <= _options.Repairs; attempt++)
        {
            ExpertReply reply;
            try
            {
                reply = await writer.Expert.AskAsync(request with { Task = ExpertTask.Generate, Inputs = [.. turns] }, linked.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // What there is so far is told, with what is wrong with it.
                return last is { } before ? Answer(before.Reply, before.Text) : throw new DeadlineExceededException($"{Manifest.Id}: {writer.Id} had not answered within {wait.TotalSeconds:0.#} s");
            }

            if (reply.Output is not GeneratedText said)
            {
                throw new ExpertFailedException(Manifest.Id, $"{writer.Id} answered with {reply.Output.GetType().Name}; it must write text");
            }

            var code = CodeBlock.Extract(said.Text);
            var problems = StructuredTextCheck.Find(code);
            (cost, read) = (cost + reply.Cost, read + (said.PromptTokens ?? 0));
            var text = said with { Text = code, Tokens = [], TokenIds = [], PromptTokens = read > 0 ? read : null, Check = new TextCheck(Language, [.. problems.Select(problem => problem.ToString())]) };
            last = (reply, text);
            if (problems.Count == 0)
            {
                break;
            }

            turns.Add(new TextInput(said.Text) { Role = ChatRole.Assistant });
            turns.Add(new TextInput($"The text has errors:\n{string.Join('\n', text.Check.Problems.Take(MaxShownProblems))}\nReply with the whole corrected text.") { Role = ChatRole.User });
        }

        return Answer(last!.Value.Reply, last.Value.Text);

        ExpertReply Answer(ExpertReply reply, GeneratedText text) => new(text with { Confidence = text.Check!.IsValid ? text.Confidence : 0 })
        {
            Cost = Manifest.Cost.PerRequest + cost,
            Parts =
            [
                new Contribution
                {
                    Expert = writer.Id,
                    Status = ContributionStatus.Answered,
                    Weight = 1,
                    Latency = _time.GetElapsedTime(started),
                    Cost = cost,
                    ModelHash = reply.ModelHash,
                    Output = reply.Output,
                },
            ],
        };
    }
}
