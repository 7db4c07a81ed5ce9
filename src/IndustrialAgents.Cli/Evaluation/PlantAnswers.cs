using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>What the experts of one kind of machine say about a set of cases, each modality as it is and as it would mislead.</summary>
internal sealed class PlantAnswers
{
    private readonly Dictionary<Modality, ClassProbabilities>[] _honest;
    private readonly Dictionary<Modality, ClassProbabilities>[] _misled;

    private PlantAnswers(MachineKind kind, PairedCase[] cases)
    {
        Kind = kind;
        Cases = cases;
        Modes = MachineModes.Of(kind);
        _honest = Array.ConvertAll(cases, _ => new Dictionary<Modality, ClassProbabilities>());
        _misled = Array.ConvertAll(cases, _ => new Dictionary<Modality, ClassProbabilities>());
    }

    public MachineKind Kind { get; }

    public IReadOnlyList<string> Modes { get; }

    public IReadOnlyList<PairedCase> Cases { get; }

    /// <summary>Asks the experts about each case of a seed, complete and misled.</summary>
    public static async Task<PlantAnswers> AskAsync(IExpertDirectory directory, MachineKind kind, int seed, int count, CancellationToken cancellationToken)
    {
        var honest = new SimulatedPlant(seed);
        var misled = new SimulatedPlant(seed, new SimulatedPlantOptions { Misleading = ModalityShares.All(1) });
        var answers = new PlantAnswers(kind, [.. Enumerable.Range(0, count).Select(i => honest.Create(kind, i))]);
        await Parallel.ForAsync(0, count, cancellationToken, async (i, token) =>
        {
            var wrong = misled.Create(kind, i);
            foreach (var modality in PlantExperts.Modalities)
            {
                answers._honest[i][modality] = await ClassifyAsync(directory, kind, answers.Cases[i], modality, token).ConfigureAwait(false);
                answers._misled[i][modality] = await ClassifyAsync(directory, kind, wrong, modality, token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return answers;
    }

    /// <summary>What one expert says about a case.</summary>
    public ClassProbabilities Of(int number, Modality modality, bool misled = false) => (misled ? _misled : _honest)[number][modality];

    /// <summary>The cases as examples for fitting trust, each modality misled in a share of them.</summary>
    public IReadOnlyList<DiagnoseExample> Examples(double misleadingShare, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Cases.Select((paired, i) => new DiagnoseExample(
                PlantExperts.Modalities.ToDictionary(
                    modality => PlantExperts.Word(modality), modality => (ExpertOutput)Of(i, modality, random.NextDouble() < misleadingShare)),
                paired.Mode)),
        ];
    }

    /// <summary>Whether each case's true mode is the most probable one when some modalities are pooled.</summary>
    public bool[] AreRight(IReadOnlyDictionary<string, MemberTrust> trust, IReadOnlyList<Modality> used, Modality? misled = null) =>
        [.. Cases.Select((paired, i) => Pool(i, trust, used, misled) == paired.Mode)];

    private string Pool(int number, IReadOnlyDictionary<string, MemberTrust> trust, IReadOnlyList<Modality> used, Modality? misled)
    {
        var none = new Dictionary<string, string>();
        double[][] evidence =
        [
            .. used.Select(modality => ContaminatedEvidence.Of(
                ModeEvidence.Of(Of(number, modality, modality == misled), none, Modes, MachineModes.Normal), trust[PlantExperts.Word(modality)])),
        ];
        var pooled = FailureModePool.Combine([.. Modes.Select(_ => 1.0)], evidence, [.. used.Select(_ => 1.0)]);
        return Modes[Array.IndexOf(pooled, pooled.Max())];
    }

    private static async Task<ClassProbabilities> ClassifyAsync(
        IExpertDirectory directory, MachineKind kind, PairedCase paired, Modality modality, CancellationToken cancellationToken)
    {
        var name = PlantExperts.Name(kind, modality);
        var expert = directory.Find(name)?.Expert ?? throw new ExpertNotFoundException(name);
        var reply = await expert.AskAsync(new Request { Task = ExpertTask.Classify, Inputs = [PlantExperts.Input(paired, modality)] }, cancellationToken).ConfigureAwait(false);
        return (ClassProbabilities)reply.Output;
    }
}
