using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>What the experts of one kind of machine say about a set of cases, each modality as it is and as it would mislead.</summary>
internal sealed class PlantAnswers
{
    // Many, so that what is fitted and measured hangs on no single machine.
    private const int Machines = 100;

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

    /// <summary>Asks the experts about each case of a seed, and where wanted as each modality would mislead.</summary>
    public static async Task<PlantAnswers> AskAsync(IExpertDirectory directory, MachineKind kind, int seed, int count, bool alsoMisled, CancellationToken cancellationToken)
    {
        var options = new SimulatedPlantOptions { MachinesPerKind = Machines };
        var honest = new SimulatedPlant(seed, options);
        var misled = new SimulatedPlant(seed, options with { Misleading = ModalityShares.All(1) });
        var answers = new PlantAnswers(kind, [.. Enumerable.Range(0, count).Select(i => honest.Create(kind, i))]);
        await Parallel.ForAsync(0, count, cancellationToken, async (i, token) =>
        {
            foreach (var modality in PlantExperts.Modalities)
            {
                answers._honest[i][modality] = await ClassifyAsync(directory, kind, answers.Cases[i], modality, token).ConfigureAwait(false);
                if (alsoMisled)
                {
                    answers._misled[i][modality] = await ClassifyAsync(directory, kind, misled.Create(kind, i), modality, token).ConfigureAwait(false);
                }
            }
        }).ConfigureAwait(false);
        return answers;
    }

    /// <summary>What one expert says about a case.</summary>
    public ClassProbabilities Of(int number, Modality modality, bool misled = false) => (misled ? _misled : _honest)[number][modality];

    /// <summary>The cases as they are, for fitting how far the experts are believed.</summary>
    public DiagnoseCases ToDiagnoseCases() => new(
        [.. Cases.Select((paired, i) => new DiagnoseExample(PlantExperts.Modalities.ToDictionary(PlantExperts.Word, modality => (ExpertOutput)Of(i, modality)), paired.Mode))],
        PlantExperts.Modalities.ToDictionary(PlantExperts.Word, _ => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>()),
        Modes);

    /// <summary>Each case with some modalities pooled, one of which may mislead: in their order, each after what those before it show, or each on its own.</summary>
    public IEnumerable<(double[] Probabilities, int Truth)> Pool(PlantBelief belief, IReadOnlyList<Modality> used, Modality? misled = null, bool alone = false)
    {
        var history = alone ? null : new MisledHistory(belief.Memory);
        return [.. Cases.Select((paired, i) => (Pool(i, belief, used, modality => modality == misled, history), Modes.ToList().IndexOf(paired.Mode)))];
    }

    /// <summary>Each case with all modalities pooled, each of which misleads in a share of them.</summary>
    public IEnumerable<(double[] Probabilities, int Truth)> PoolNaturally(PlantBelief belief, double share, int seed)
    {
        var random = new Random(seed);
        var history = new MisledHistory(belief.Memory);
        return [.. Cases.Select((paired, i) => (Pool(i, belief, PlantExperts.Modalities, _ => random.NextDouble() < share, history), Modes.ToList().IndexOf(paired.Mode)))];
    }

    private double[] Pool(int number, PlantBelief belief, IReadOnlyList<Modality> used, Func<Modality, bool> isMisled, MisledHistory? history)
    {
        var none = new Dictionary<string, string>();
        double[][] evidence =
        [
            .. used.Select(modality => belief.Calibrations[PlantExperts.Word(modality)].Of(
                ModeEvidence.Of(Of(number, modality, isMisled(modality)), none, Modes, MachineModes.Normal))),
        ];
        string[] members = [.. used.Select(PlantExperts.Word)];
        double[] fitted = [.. members.Select(member => belief.Shares[member])];
        var conclusion = ConflictPool.Combine([.. Modes.Select(_ => 1.0)], evidence, history?.Shares(members, fitted) ?? fitted);
        history?.Learn(members, conclusion.Misled);
        return conclusion.Probabilities;
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
